import js from '@eslint/js';
import globals from 'globals';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** The arrows of ARCHITECTURE.md: a folder may not import from those listed beside it. */
const zone = (target, from, message, except = []) => ({ target, from, message, except });
const zones = [
  zone('./lakehouse', './server', 'lakehouse imports nothing of ours'),
  zone('./lakehouse', './client', 'lakehouse imports nothing of ours'),
  zone('./server', './client', 'the server does not know the extension'),
  zone('./server/src/sql', './lakehouse', 'the SQL language imports nothing'),
  zone('./server/src/sql', './server/src', 'the SQL language imports nothing', ['./sql']),
  zone('./server/src/cli', './server/src/lsp', 'the command line knows no LSP'),
  zone('./server/src/embedded', './server/src', 'finding SQL in other languages imports nothing', ['./embedded']),
  zone('./client/src', './server', 'the extension knows only server/src/protocol.ts', ['./src/protocol.ts']),
  zone('./client/src', './client/webview', 'the extension knows only the message types', ['./messages.ts']),
  zone('./client/webview', './client/src', 'a webview imports only its message types'),
  zone('./client/webview', './server', 'a webview imports only its message types'),
  zone('./client/webview', './lakehouse', 'a webview imports only its message types', [
    './src/arrow',
    './src/iceberg/summary.ts',
  ]),
  zone('./lakehouse/src/arrow', './lakehouse/src', 'arrow/ is pure: it runs in a webview', ['./arrow']),
];

export default tseslint.config(
  { ignores: ['node_modules', 'dist', 'out', '**/generated', 'test/fixtures', 'coverage', '.lakehouse'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.mts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/require-await': 'off',
      'no-console': 'error',
      'max-lines': ['error', { max: 600, skipBlankLines: true, skipComments: true }],
      'import-x/no-restricted-paths': [
        'error',
        { zones: zones.filter((z) => !z.target.endsWith('webview') || z.from !== './lakehouse') },
      ],
    },
  },
  {
    // Type-only imports from lakehouse are what the message types themselves need.
    files: ['client/webview/**/*.ts'],
    ignores: ['client/webview/messages.ts'],
    rules: { 'import-x/no-restricted-paths': ['error', { zones }] },
  },
  {
    files: ['lakehouse/**/*.ts', 'server/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: ['vscode'] }] },
  },
  {
    files: ['lakehouse/**/*.ts'],
    rules: {
      'no-restricted-imports': ['error', { paths: ['vscode'], patterns: ['vscode-language*', 'vscode-jsonrpc*'] }],
    },
  },
  { files: ['**/*.mjs', '**/*.cjs', '**/*.js'], languageOptions: { globals: { ...globals.node } } },
  { files: ['lakehouse/src/cli/**/*.ts'], rules: { 'no-console': 'off' } },
);
