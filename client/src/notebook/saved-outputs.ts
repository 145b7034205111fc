/** Outputs as the text a notebook file keeps them as, where it does. */
import * as vscode from 'vscode';

interface SavedItem {
  readonly mime: string;
  readonly base64: string;
}

/** Undefined where there are none. */
export function saveOutputs(outputs: readonly vscode.NotebookCellOutput[]): string | undefined {
  if (outputs.length === 0) return undefined;
  const saved = outputs.map(({ items }) =>
    items.map(({ mime, data }): SavedItem => ({ mime, base64: Buffer.from(data).toString('base64') })),
  );
  return JSON.stringify(saved);
}

/** None where the text is no longer what was saved: the cell can run again. */
export function loadOutputs(text: string): vscode.NotebookCellOutput[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  if (!Array.isArray(value)) return [];
  return value
    .map((items: unknown) => (Array.isArray(items) ? items.filter(isItem) : []))
    .filter((items) => items.length > 0)
    .map(
      (items) =>
        new vscode.NotebookCellOutput(
          items.map(({ mime, base64 }) => new vscode.NotebookCellOutputItem(Buffer.from(base64, 'base64'), mime)),
        ),
    );
}

function isItem(value: unknown): value is SavedItem {
  if (typeof value !== 'object' || value === null) return false;
  const { mime, base64 } = value as Readonly<Record<string, unknown>>;
  return typeof mime === 'string' && typeof base64 === 'string';
}
