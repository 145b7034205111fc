import * as vscode from 'vscode';
import {
  STATEMENTS,
  type StatementsParams,
  type StatementsResult,
  type WireStatement,
} from '../../../server/src/protocol';
import type { NotebookOutbound } from '../../webview/messages';
import { LANGUAGES } from '../ids';
import type { LanguageServer } from '../language-server';
import type { QueryRunner } from '../query/run';
import { saveChart } from '../webviews/save-chart';
import { runNextStep } from '../webviews/results';
import { CELL_LANGUAGE, NOTEBOOK, SCRIPT_NOTEBOOK } from './cells';
import { parseScript } from './script';
import { type ScriptSerializer, toData } from './serializer';

/** The commands of notebooks, and what the buttons in their outputs do. */
export class NotebookCommands {
  constructor(
    private readonly server: LanguageServer,
    private readonly queries: QueryRunner,
    private readonly scripts: ScriptSerializer,
  ) {}

  async create(): Promise<void> {
    const cell = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, '', CELL_LANGUAGE);
    const notebook = await vscode.workspace.openNotebookDocument(NOTEBOOK, new vscode.NotebookData([cell]));
    await vscode.window.showNotebookDocument(notebook);
  }

  /** Opens an SQL file, by default the one in the editor, with a cell a statement. */
  async openScript(argument: unknown): Promise<void> {
    const uri = argument instanceof vscode.Uri ? argument : activeSql()?.uri;
    if (uri === undefined) {
      void vscode.window.showInformationMessage('Open an SQL file to see it as a notebook.');
      return;
    }
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
    if (open?.isUntitled === true) {
      // What is no file yet becomes a notebook of its own; the text stays where it is.
      const data = toData(await parseScript(open.getText(), this.scripts.split));
      const notebook = await vscode.workspace.openNotebookDocument(NOTEBOOK, data);
      await vscode.window.showNotebookDocument(notebook);
      return;
    }
    // A notebook reads the file, and two editors must not write two texts over each other.
    if (open?.isDirty === true && !(await open.save())) return;
    await vscode.commands.executeCommand('vscode.openWith', uri, SCRIPT_NOTEBOOK);
  }

  receive(message: NotebookOutbound): unknown {
    switch (message.type) {
      case 'openInResults':
        return this.openInResults(message.cell, message.sql);
      case 'reveal':
        return reveal(message.cell, message.line, message.col);
      case 'copy':
        return vscode.env.clipboard.writeText(message.text);
      case 'saveChart':
        return saveChart(message);
      case 'nextStep':
        return runNextStep(message.command, message.args);
    }
  }

  /** Runs the statement of an output again, with all its rows. Only what stands in a cell is ever run. */
  private async openInResults(address: string, sql: string): Promise<void> {
    const document = findCell(address)?.document;
    const statement = document && (await this.find(document, sql));
    if (document === undefined || statement === undefined) {
      void vscode.window.showInformationMessage(
        'The statement of this output is no longer in its cell. Run the cell again.',
      );
      return;
    }
    await this.queries.run({ document, version: document.version, statements: [statement] });
  }

  private async find(document: vscode.TextDocument, sql: string): Promise<WireStatement | undefined> {
    const params: StatementsParams = { uri: document.uri.toString(), text: document.getText() };
    const statements = await this.server.request<StatementsResult>(STATEMENTS, params);
    return statements.find(({ text }) => text === sql);
  }
}

function activeSql(): vscode.TextDocument | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document !== undefined && LANGUAGES.some((id) => id === document.languageId) ? document : undefined;
}

function findCell(address: string): vscode.NotebookCell | undefined {
  return vscode.workspace.notebookDocuments
    .flatMap((notebook) => notebook.getCells())
    .find((cell) => cell.document.uri.toString() === address);
}

async function reveal(address: string, line: number, col: number): Promise<void> {
  const cell = findCell(address);
  if (cell === undefined) return;
  const position = new vscode.Position(Math.max(0, line - 1), Math.max(0, col - 1));
  const range = new vscode.NotebookRange(cell.index, cell.index + 1);
  const editor = await vscode.window.showNotebookDocument(cell.notebook, { selections: [range] });
  editor.revealRange(range, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
  await vscode.commands.executeCommand('notebook.cell.edit');
  const text = vscode.window.visibleTextEditors.find(({ document }) => document === cell.document);
  if (text === undefined) return;
  text.selection = new vscode.Selection(position, position);
  text.revealRange(text.selection);
}
