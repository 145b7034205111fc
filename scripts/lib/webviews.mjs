// The browser side: how each page is bundled, for the build and for the tests that open one without VS Code.

/** Pages by name: `client/webview/NAME/main.ts` becomes `dist/webview/NAME.js`. What VS Code imports is a module. */
const FORMATS = { results: 'iife', history: 'iife', notebook: 'esm', chart: 'esm' };

/** Charts are a file of their own beside the page that asks for them, loaded when someone does. */
const chartAsFile = {
  name: 'chart as a file',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/main$/ }, ({ resolveDir }) =>
      resolveDir.endsWith('/webview/chart') ? { path: './chart.js', external: true } : undefined,
    );
  },
};

export const webviewNames = Object.keys(FORMATS);

export function webviewBundle(name) {
  return {
    entryPoints: { [`webview/${name}`]: `client/webview/${name}/main.ts` },
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    format: FORMATS[name],
    plugins: [chartAsFile],
    loader: { '.css': 'text' },
    legalComments: 'none',
    logLevel: 'warning',
  };
}
