import * as vscode from 'vscode';
import {
  STATEMENTS,
  STATEMENT_AT,
  type StatementAtParams,
  type StatementAtResult,
  type StatementTarget,
  type StatementsParams,
  type StatementsResult,
  type WireStatement,
} from '../../../server/src/protocol';
import { LANGUAGES } from '../ids';
import type { LanguageServer } from '../language-server';
import type { Explainer } from './explain';
import type { QueryRunner, Script } from './run';

/** The run commands: which statements of the active editor are meant is the language server's answer. */
export class QueryCommands {
  constructor(
    private readonly server: LanguageServer,
    private readonly runner: QueryRunner,
    private readonly explainer: Explainer,
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

  /** The statement a code lens stands above; without one, as `runAtCursor`. */
  async runStatement(argument?: unknown): Promise<void> {
    const found = isTarget(argument) ? await this.targeted(argument) : undefined;
    if (found !== undefined) await this.runner.run(found);
    else if (!isTarget(argument)) await this.runAtCursor();
  }

  /** Shows Spark's plan of the statement a code lens stands above, or of the one at the cursor. */
  async explainStatement(argument?: unknown): Promise<void> {
    const found = isTarget(argument) ? await this.targeted(argument) : await this.atCursor();
    const [statement] = found?.statements ?? [];
    if (found !== undefined && statement !== undefined) await this.explainer.explain(found, statement);
  }

  /** The statement that begins at a place; nothing, and a word about it, where the text is another one by now. */
  private async targeted({ uri, version, position }: StatementTarget): Promise<Script | undefined> {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
    const statement = await this.server.request<StatementAtResult>(STATEMENT_AT, { uri, position });
    if (statement !== null && document.version === version) return { document, version, statements: [statement] };
    void vscode.window.showInformationMessage('The text has changed meanwhile: nothing was run.');
    return undefined;
  }

  private async atCursor(): Promise<Script | undefined> {
    const editor = sqlEditor();
    if (editor === undefined) return undefined;
    const { document, selection } = editor;
    const version = document.version;
    const params: StatementAtParams = { uri: document.uri.toString(), position: selection.active };
    const statement = await this.server.request<StatementAtResult>(STATEMENT_AT, params);
    return { document, version, statements: statement === null ? [] : [statement] };
  }

  private statements(params: StatementsParams): Promise<readonly WireStatement[]> {
    return this.server.request<StatementsResult>(STATEMENTS, params);
  }

  private async run(find: (editor: vscode.TextEditor) => Promise<readonly WireStatement[]>): Promise<void> {
    const editor = sqlEditor();
    if (editor === undefined) return;
    const { document } = editor;
    const version = document.version;
    await this.runner.run({ document, version, statements: await find(editor) });
  }
}

/** The active editor if it shows SQL; else a word about it. */
function sqlEditor(): vscode.TextEditor | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor !== undefined && LANGUAGES.some((id) => id === editor.document.languageId)) return editor;
  void vscode.window.showInformationMessage('Open a SQL file to run statements from.');
  return undefined;
}

function isTarget(value: unknown): value is StatementTarget {
  return typeof value === 'object' && value !== null && 'uri' in value && 'version' in value && 'position' in value;
}
