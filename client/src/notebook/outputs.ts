/** What a cell shows: the bytes of a result or an error for our renderer, and beside them text for everyone else. */
import * as vscode from 'vscode';
import { encodePacket, type PacketBatch } from '../../../lakehouse/src/arrow/packet';
import type { LakehouseError } from '../../../lakehouse/src/errors';
import type { NotebookFailure, NotebookResult } from '../../webview/messages';
import { MIME } from '../ids';

/** Rows of the text beside a result, which is what copying a cell's output takes. */
const TEXT_ROWS = 100;

export async function resultItems(
  head: NotebookResult,
  batches: readonly PacketBatch[],
): Promise<vscode.NotebookCellOutputItem[]> {
  const packet = encodePacket<NotebookResult>({ head, batches });
  return [
    new vscode.NotebookCellOutputItem(packet, MIME.result),
    vscode.NotebookCellOutputItem.text(await plainText(head, batches)),
  ];
}

export function errorItems(failure: NotebookFailure, error: LakehouseError): vscode.NotebookCellOutputItem[] {
  const plain = [error.condition, error.message].filter((part) => part !== undefined && part !== '').join(': ');
  return [vscode.NotebookCellOutputItem.json(failure, MIME.error), vscode.NotebookCellOutputItem.text(plain)];
}

async function plainText(head: NotebookResult, batches: readonly PacketBatch[]): Promise<string> {
  const first = batches[0];
  if (first === undefined) return head.cancelled ? 'Cancelled' : 'Done';
  const { createTextWriter, decodeBatch } = await import('../../../lakehouse/src/arrow');
  const writer = createTextWriter('tsv', { nullText: 'NULL', timeZone: head.timeZone });
  let text = writer.head(decodeBatch(first.data).columns);
  let left = TEXT_ROWS;
  for (const { data, rowCount } of batches) {
    if (left <= 0) break;
    text += writer.rows(decodeBatch(data), 0, Math.min(rowCount, left));
    left -= rowCount;
  }
  const shown = Math.min(TEXT_ROWS, head.rowCount);
  return shown < head.rowCount ? `${text}… ${head.rowCount - shown} more rows\n` : text;
}
