/** What can be said of a column, in a dialog that can be left while it is still counted. */
import { button, el } from '../shared/dom';
import { formatCount } from '../shared/format';
import { faultText } from '../shared/host';
import { statsOf, type Stats } from './stats';
import type { View } from './view';

export function openStats(view: View, col: number, copy: (text: string) => void, closed: () => void): void {
  const column = view.run.columns?.[col];
  if (column === undefined) return;
  const work = new AbortController();
  const body = el('div', { class: 'facts', tabindex: '0', 'aria-live': 'polite' }, 'Counting…');
  let copied = '';
  const dialog = el(
    'dialog',
    { class: 'viewer stats', 'aria-label': `Statistics of ${column.name}` },
    el(
      'div',
      { class: 'bar' },
      el('span', { class: 'name' }, column.name),
      el('span', { class: 'type' }, column.type),
      el('span', { class: 'where' }, view.order === null ? '' : 'of the rows shown'),
      button('Copy', () => copy(copied), { class: 'secondary' }),
      button('Close', () => dialog.close(), { class: 'secondary' }),
    ),
    body,
  );
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener('close', () => {
    work.abort();
    dialog.remove();
    closed();
  });
  document.body.append(dialog);
  dialog.showModal();
  body.focus();
  statsOf(view, { top: 0, bottom: view.rowCount - 1, cols: [col] }, work.signal).then(
    (stats) => {
      const facts = factsOf(stats);
      copied = facts.map((fact) => fact.join('\t')).join('\n');
      body.replaceChildren(table(facts), ...histogram(stats), ...frequent(stats));
    },
    (thrown: unknown) => {
      if (!work.signal.aborted) body.textContent = faultText(thrown);
    },
  );
}

function factsOf({ count, nulls, distinct, min, max, sum, mean }: Stats): [string, string][] {
  const share = count === 0 ? '' : ` (${((100 * nulls) / count).toFixed(nulls === 0 || nulls === count ? 0 : 1)} %)`;
  const facts: [string, string | null][] = [
    ['Rows', formatCount(count)],
    ['NULL', `${formatCount(nulls)}${share}`],
    ['Distinct', distinct === null ? 'more than 1,000,000' : formatCount(distinct)],
    ['Least', min],
    ['Greatest', max],
    ['Sum', sum],
    ['Mean', mean],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== null);
}

function table(facts: readonly (readonly [string, string])[]): HTMLElement {
  const rows = facts.map(([name, value]) => el('tr', {}, el('th', { scope: 'row' }, name), el('td', {}, value)));
  return el('table', {}, el('tbody', {}, ...rows));
}

function histogram({ histogram: counts, min, max }: Stats): HTMLElement[] {
  if (counts.length === 0) return [];
  const most = Math.max(...counts);
  const bars = counts.map((count) => {
    const bar = el('span', { class: 'bin', title: formatCount(count) });
    bar.style.height = `${Math.max(count > 0 ? 2 : 0, (100 * count) / most)}%`;
    return bar;
  });
  const label = `How the values spread from ${min} to ${max}: ${counts.join(', ')}`;
  return [el('div', { class: 'histogram', role: 'img', 'aria-label': label }, ...bars)];
}

function frequent({ top, distinct }: Stats): HTMLElement[] {
  const [first] = top;
  if (first === undefined || distinct === null || first[1] <= 1) return [];
  const rows = top.map(([text, count]) =>
    el(
      'tr',
      {},
      el('td', { class: 'value' }, text === '' ? '(empty)' : text),
      el('td', { class: 'number' }, formatCount(count)),
    ),
  );
  return [el('h2', {}, 'Most frequent'), el('table', {}, el('tbody', {}, ...rows))];
}
