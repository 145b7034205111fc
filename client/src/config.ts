/** The settings, typed. The only caller of `getConfiguration`; defaults are the manifest's. */
import * as vscode from 'vscode';
import type { StackRuntimeName } from '../../lakehouse/src/config';
import { SETTINGS } from './ids';

function read(setting: string, scope?: vscode.Uri): unknown {
  return vscode.workspace.getConfiguration(undefined, scope).get(setting);
}

function text(setting: string): string {
  const value = read(setting);
  return typeof value === 'string' ? value : '';
}

function number(setting: string): number {
  const value = read(setting);
  return typeof value === 'number' ? value : 0;
}

export const settings = {
  /** As written by the user: to be read with `parseConnections`. */
  connections: (folder?: vscode.Uri): unknown => read(SETTINGS.connections, folder),

  /** The name of the active connection, or `` for the first one. */
  activeConnection: (): string => text(SETTINGS.activeConnection),

  stackRuntime: (): StackRuntimeName => {
    const value = text(SETTINGS.stackRuntime);
    return value === 'compose' || value === 'embedded' ? value : 'auto';
  },

  catalogSnapshots: (): readonly string[] => {
    const value = read(SETTINGS.catalogSnapshots);
    return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
  },

  sparkVersion: (): string => text(SETTINGS.sparkVersion),

  /** How many statements the history keeps: a whole number, 0 for none. */
  historyLimit: (): number => {
    const value = read(SETTINGS.historyLimit);
    return typeof value === 'number' && value > 0 ? Math.floor(value) : 0;
  },

  /** The most that one output of a notebook keeps. */
  notebookLimits: (): { readonly rows: number; readonly bytes: number } => ({
    rows: Math.max(1, Math.floor(number(SETTINGS.notebookMaxRows))),
    bytes: Math.max(1, number(SETTINGS.notebookMaxMegabytes)) * 1024 * 1024,
  }),

  notebookSavesOutputs: (): boolean => read(SETTINGS.notebookSaveOutputs) === true,

  historyMaskLiterals: (): boolean => read(SETTINGS.historyMaskLiterals) === true,

  confirmLosses: (): boolean => read(SETTINGS.confirmLosses) !== false,
  /** Whether Spark is asked about queries while they are written. */
  diagnosticsSpark: (): boolean => read(SETTINGS.diagnosticsSpark) === true,

  /** Kept in the workspace when there is one, else in the user's settings. */
  setActiveConnection: (name: string): Thenable<void> =>
    vscode.workspace
      .getConfiguration()
      .update(
        SETTINGS.activeConnection,
        name,
        vscode.workspace.workspaceFolders === undefined
          ? vscode.ConfigurationTarget.Global
          : vscode.ConfigurationTarget.Workspace,
      ),

  /** Calls back when one of `names` changed. */
  onDidChange: (names: readonly string[], listener: () => void): vscode.Disposable =>
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (names.some((name) => event.affectsConfiguration(name))) listener();
    }),
};
