/** The selection as tab-separated text. */
import { tsvField } from '../../../lakehouse/src/arrow';
import { rangeOf, type Selection } from './selection';
import type { View } from './view';

/** Most cells copied at once: about what a spreadsheet takes, and a second's work. */
export const copyLimit = 1_000_000;

export interface Copied {
  readonly text: string;
  readonly rows: number;
  /** Rows that were selected: more than `rows` when the limit cut the copy. */
  readonly selectedRows: number;
}

/** Rows end in line feeds, NULL becomes an empty field. Throws when a batch cannot be read. */
export function copySelection(view: View, selection: Selection): Copied {
  const { top, bottom, left, right } = rangeOf(selection);
  const cols = right - left + 1;
  const selectedRows = bottom - top + 1;
  const rows = Math.min(selectedRows, Math.max(1, Math.floor(copyLimit / cols)));
  const lines: string[] = [];
  for (let row = top; row < top + rows; row++) {
    const fields: string[] = [];
    for (let col = left; col <= right; col++) fields.push(tsvField(view.text(row, col) ?? ''));
    lines.push(fields.join('\t'));
  }
  return { text: lines.join('\n'), rows, selectedRows };
}
