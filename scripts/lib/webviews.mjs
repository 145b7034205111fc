// The browser side: how each page is bundled, for the build and for the tests that open one without VS Code.

/** Pages by name: `client/webview/NAME/main.ts` becomes `dist/webview/NAME.js`. What VS Code imports is a module. */
const FORMATS = { results: 'iife', history: 'iife', notebook: 'esm' };

export const webviewNames = Object.keys(FORMATS);

export function webviewBundle(name) {
  return {
    entryPoints: { [`webview/${name}`]: `client/webview/${name}/main.ts` },
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    format: FORMATS[name],
    loader: { '.css': 'text' },
    legalComments: 'none',
    logLevel: 'warning',
  };
}
