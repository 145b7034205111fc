import * as vscode from 'vscode';
import {
  STATEMENTS,
  STATEMENT_AT,
  type StatementAtParams,
  type StatementAtResult,
  type StatementsParams,
  type StatementsResult,
  type WireStatement,
} from '../../../server/src/protocol';
import { LANGUAGES } from '../ids';
import type { LanguageServer } from '../language-server';
import type { QueryRunner } from './run';

/** The run commands: which statements of the active editor are meant is the language server's answer. */
export class QueryCommands {
  constructor(
    private readonly server: LanguageServer,
    private readonly runner: QueryRunner,
  ) {}

  /** What is selected, or else the statement at the cursor: one key for both, so that no key is lost while a selection ends. */
  async runAtCursor(): Promise<void> {
    await this.run(async ({ document, selection }) => {
      const { start, end } = selection;
      if (!selection.isEmpty) return this.statements({ uri: document.uri.toString(), range: { start, end } });
      const params: StatementAtParams = { uri: document.uri.toString(), position: selection.active };
      const statement = await this.server.request<StatementAtResult>(STATEMENT_AT, params);
      return statement === null ? [] : [statement];
    });
  }

  async runSelection(): Promise<void> {
    await this.run(({ document, selection }) => {
      const { start, end } = selection;
      return this.statements({ uri: document.uri.toString(), range: { start, end } });
    });
  }

  async runFile(): Promise<void> {
    await this.run(({ document }) => this.statements({ uri: document.uri.toString() }));
  }

  private statements(params: StatementsParams): Promise<readonly WireStatement[]> {
    return this.server.request<StatementsResult>(STATEMENTS, params);
  }

  private async run(find: (editor: vscode.TextEditor) => Promise<readonly WireStatement[]>): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined || !LANGUAGES.some((id) => id === editor.document.languageId)) {
      void vscode.window.showInformationMessage('Open a SQL file to run statements from.');
      return;
    }
    const { document } = editor;
    const version = document.version;
    await this.runner.run({ document, version, statements: await find(editor) });
  }
}
