/** One cell in full, in a dialog: nested values indented, binary as a hex dump, text with its line breaks. */
import { button, el } from '../shared/dom';
import { formatCount, plural } from '../shared/format';
import { hexDump, indentJson } from './text';
import type { Cell } from './selection';
import type { View } from './view';

/** Longest text laid out at once; the whole value can still be copied. */
const shown = 200_000;

/**
 * Opens the viewer; Escape, the close button or a click outside closes it and gives the focus back. With `within` it is a
 * part of that element instead of a dialog above the page, whose middle may be out of sight.
 */
export function openViewer(
  view: View,
  { row, col }: Cell,
  copy: (text: string) => void,
  closed: () => void,
  within?: HTMLElement,
): void {
  const column = view.run.columns?.[col];
  if (column === undefined) return;
  const text = view.text(row, col);
  const whole = text === null ? 'NULL' : bodyText(column.kind, text);
  const cut = whole.length > shown;
  const dialog = el(
    'dialog',
    { class: 'viewer', 'aria-label': `${column.name}, row ${view.rowAt(row) + 1}` },
    el(
      'div',
      { class: 'bar' },
      el('span', { class: 'name' }, column.name),
      el('span', { class: 'type' }, column.type),
      el('span', { class: 'where' }, `row ${formatCount(view.rowAt(row) + 1)} · ${sizeOf(column.kind, text)}`),
      button('Copy', () => copy(text ?? ''), { class: 'secondary' }),
      button('Close', () => dialog.close(), { class: 'secondary' }),
    ),
    el('pre', { tabindex: '0', class: text === null ? 'null' : undefined }, cut ? `${whole.slice(0, shown)}…` : whole),
    cut && el('div', { class: 'cut' }, `The first ${formatCount(shown)} characters; Copy takes all.`),
  );
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener('close', () => {
    dialog.remove();
    closed();
  });
  dialog.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    dialog.close();
  });
  (within ?? document.body).append(dialog);
  if (within === undefined) dialog.showModal();
  else dialog.show();
  dialog.querySelector('pre')?.focus();
}

function bodyText(kind: string, text: string): string {
  if (kind === 'nested') return indentJson(text);
  return kind === 'binary' ? hexDump(text) : text;
}

function sizeOf(kind: string, text: string | null): string {
  if (text === null) return 'SQL NULL';
  return kind === 'binary'
    ? plural(Math.floor(text.replace(/^0x/, '').length / 2), 'byte')
    : plural(text.length, 'character');
}
