/** Every name the manifest and the code share. A test compares this file with package.json both ways. */
import { EXPLAIN_STATEMENT, RUN_STATEMENT } from '../../server/src/protocol';

export const COMMANDS = {
  startStack: 'lakehouse.startStack',
  stopStack: 'lakehouse.stopStack',
  resetStack: 'lakehouse.resetStack',
  showLogs: 'lakehouse.showLogs',
  restartService: 'lakehouse.restartService',
  stackMenu: 'lakehouse.stackMenu',
  runAtCursor: 'lakehouse.runAtCursor',
  runSelection: 'lakehouse.runSelection',
  runFile: 'lakehouse.runFile',
  runStatement: RUN_STATEMENT,
  explainStatement: EXPLAIN_STATEMENT,
  helpAnyway: 'lakehouse.helpAnyway',
  cancelQuery: 'lakehouse.cancelQuery',
  exportResult: 'lakehouse.exportResult',
  refreshCatalog: 'lakehouse.refreshCatalog',
  showHistory: 'lakehouse.showHistory',
  selectRows: 'lakehouse.selectRows',
  copyName: 'lakehouse.copyName',
  showMore: 'lakehouse.showMore',
  cancelLoading: 'lakehouse.cancelLoading',
  openConfig: 'lakehouse.openConfig',
  selectConnection: 'lakehouse.selectConnection',
  setSecret: 'lakehouse.setSecret',
  openFromHistory: 'lakehouse.openFromHistory',
  runFromHistory: 'lakehouse.runFromHistory',
  copyFromHistory: 'lakehouse.copyFromHistory',
  compareFromHistory: 'lakehouse.compareFromHistory',
  undoFromHistory: 'lakehouse.undoFromHistory',
  removeFromHistory: 'lakehouse.removeFromHistory',
  filterQueryHistory: 'lakehouse.filterQueryHistory',
  clearQueryHistory: 'lakehouse.clearQueryHistory',
  newNotebook: 'lakehouse.newNotebook',
  openAsNotebook: 'lakehouse.openAsNotebook',
} as const;
export type CommandId = (typeof COMMANDS)[keyof typeof COMMANDS];

export const SETTINGS = {
  connections: 'lakehouse.connections',
  activeConnection: 'lakehouse.activeConnection',
  stackRuntime: 'lakehouse.stack.runtime',
  catalogSnapshots: 'lakehouse.catalogSnapshots',
  sparkVersion: 'lakehouse.sparkVersion',
  confirmLosses: 'lakehouse.query.confirmLosses',
  historyLimit: 'lakehouse.history.limit',
  historyMaskLiterals: 'lakehouse.history.maskLiterals',
  notebookMaxRows: 'lakehouse.notebook.maxRows',
  notebookMaxMegabytes: 'lakehouse.notebook.maxMegabytes',
  notebookSaveOutputs: 'lakehouse.notebook.saveOutputs',
  diagnosticsSpark: 'lakehouse.diagnostics.spark',
} as const;

/** Settings that the language server asks the editor for: the extension reads none of them. */
export const SERVER_SETTINGS = {
  diagnosticsSeverity: 'lakehouse.diagnostics.severity',
  formatKeywordCase: 'lakehouse.format.keywordCase',
  formatIndent: 'lakehouse.format.indent',
  formatLineWidth: 'lakehouse.format.lineWidth',
  codeLens: 'lakehouse.codeLens',
  inlayStar: 'lakehouse.inlayHints.star',
  inlayStarColumns: 'lakehouse.inlayHints.starColumns',
  inlayInsertColumns: 'lakehouse.inlayHints.insertColumns',
  inlayTimeTravel: 'lakehouse.inlayHints.timeTravel',
  pythonSql: 'lakehouse.python.sql',
  largeFilesLimit: 'lakehouse.largeFiles.limit',
} as const;

export const VIEWS = {
  catalog: 'lakehouse.catalog',
  queryHistory: 'lakehouse.queryHistory',
  results: 'lakehouse.results',
} as const;

/** What the cells of notebooks show, and the renderer that shows it. */
export const MIME = {
  result: 'application/vnd.lakehouse.result',
  error: 'application/vnd.lakehouse.error',
} as const;
export const RENDERER = 'lakehouse-result';

/** Context keys that `when` clauses of the manifest read. */
export const CONTEXT = {
  stackState: 'lakehouse.stackState',
  queryRunning: 'lakehouse.queryRunning',
  welcome: 'lakehouse.welcome',
} as const;

/** Languages whose documents the language server and the run commands work on. */
export const LANGUAGES = ['sql', 'spark-sql'] as const;

/** Where documents come from: a file, an editor without one, a notebook's cell. */
export const SCHEMES = ['file', 'untitled', 'vscode-notebook-cell'] as const;

/** Languages with SQL inside them, which the language server helps with there. */
export const HOST_LANGUAGES = ['python'] as const;

export const CONFIG_FILE = 'lakehouse.json';

/** VS Code's own settings page. */
export const SETTINGS_PAGE = 'workbench.action.openSettings';

/** Commands of VS Code itself that a next step may name. */
const FOREIGN_COMMANDS: readonly string[] = ['workbench.trust.manage', SETTINGS_PAGE];

/** Whether a button may run `command`: one of ours, or one of the few of VS Code we name ourselves. */
export function isAllowedCommand(command: string): boolean {
  return (Object.values(COMMANDS) as string[]).includes(command) || FOREIGN_COMMANDS.includes(command);
}
