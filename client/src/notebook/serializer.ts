/** Notebook files as VS Code reads and writes them. */
import * as vscode from 'vscode';
import { LakehouseError } from '../../../lakehouse/src/errors';
import { CELLS, type CellsParams, type CellsResult } from '../../../server/src/protocol';
import { settings } from '../config';
import type { LanguageServer } from '../language-server';
import { MARKDOWN, NEW_FILE, type Cell, type FileShape } from './cells';
import { type NotebookText, parseNotebook, printNotebook } from './format';
import { loadOutputs, saveOutputs } from './saved-outputs';
import { parseScript, printScript, type Split } from './script';

/** What a cell keeps of its file, and a notebook of its. */
type Origin = Pick<Cell, 'raw' | 'index' | 'open' | 'label'>;
const KEY = 'lakehouse';

export class NotebookSerializer implements vscode.NotebookSerializer {
  deserializeNotebook(content: Uint8Array): vscode.NotebookData {
    return toData(parseNotebook(textOf(content)));
  }

  serializeNotebook(data: vscode.NotebookData): Uint8Array {
    const withOutputs = settings.notebookSavesOutputs();
    const cells = data.cells.map((cell) => ({
      ...toCell(cell),
      outputs: withOutputs ? saveOutputs(cell.outputs ?? []) : undefined,
    }));
    return new TextEncoder().encode(printNotebook(cells, shapeOf(data)));
  }
}

/** A script is split into cells by the language server, which knows what a statement is. */
export class ScriptSerializer implements vscode.NotebookSerializer {
  constructor(private readonly server: LanguageServer) {}

  async deserializeNotebook(content: Uint8Array): Promise<vscode.NotebookData> {
    return toData(await parseScript(textOf(content), this.split));
  }

  async serializeNotebook(data: vscode.NotebookData): Promise<Uint8Array> {
    return new TextEncoder().encode(await printScript(data.cells.map(toCell), shapeOf(data), this.split));
  }

  readonly split: Split = (text) => {
    const params: CellsParams = { text };
    return this.server.request<CellsResult>(CELLS, params);
  };
}

/** A text that is no UTF-8 would be written back as another. */
function textOf(content: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch (error) {
    throw new LakehouseError('CONFIG_INVALID', 'This file is not UTF-8 text and cannot be opened as a notebook', {
      cause: error,
      nextStep: { label: 'Open it as text, and save it with the encoding UTF-8' },
    });
  }
}

export function toData({ cells, shape }: NotebookText): vscode.NotebookData {
  const data = new vscode.NotebookData(cells.map(toCellData));
  data.metadata = { [KEY]: shape };
  return data;
}

function toCellData({ language, text, outputs, raw, index, open, label }: Cell): vscode.NotebookCellData {
  const kind = language === MARKDOWN ? vscode.NotebookCellKind.Markup : vscode.NotebookCellKind.Code;
  const cell = new vscode.NotebookCellData(kind, text, language);
  const origin: Origin = { raw, index, open, label };
  cell.metadata = { [KEY]: origin };
  if (outputs !== undefined) cell.outputs = loadOutputs(outputs);
  return cell;
}

function toCell({ kind, languageId, value, metadata }: vscode.NotebookCellData): Cell {
  const origin = (metadata?.[KEY] ?? {}) as Origin;
  const language = kind === vscode.NotebookCellKind.Markup ? MARKDOWN : languageId;
  return { language, text: value.replace(/\r\n|\r/g, '\n'), ...origin };
}

function shapeOf({ metadata }: vscode.NotebookData): FileShape {
  return (metadata?.[KEY] as FileShape | undefined) ?? NEW_FILE;
}
