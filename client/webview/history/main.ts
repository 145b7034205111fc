/** The snapshot history panel of one table. */
import type { HistoryInbound, HistoryOutbound } from '../messages';
import { button, el } from '../shared/dom';
import { errorView } from '../shared/errorView';
import { plural } from '../shared/format';
import { connect } from '../shared/host';
import { HistoryList } from './list';
import { buildHistory, filterHistory, type HistoryRow } from './model';

interface State {
  readonly table: string;
  readonly filter: string;
}

let table = '';
let rows: readonly HistoryRow[] | null = null;

const name = el('h1', { class: 'name' });
const count = el('span', { class: 'count', role: 'status' });
const filter = el('input', {
  class: 'filter',
  type: 'search',
  placeholder: 'Filter by id, time, operation, branch or tag',
  'aria-label': 'Filter snapshots',
  spellcheck: 'false',
});
const refresh = button('Refresh', () => host.post({ type: 'refresh' }), { class: 'secondary' });
const loading = el('div', { class: 'loading', 'aria-hidden': 'true' });
const notice = el('div', { class: 'notice' });
const list = new HistoryList({
  queryAsOf: (snapshotId) => host.post({ type: 'queryAsOf', snapshotId }),
  copy: (text) => host.post({ type: 'copy', text }),
});
const fault = el('div', { class: 'fault', role: 'alert' });

document.body.replaceChildren(
  el('header', { class: 'bar' }, name, count, el('span', { class: 'gap' }), filter, refresh),
  loading,
  fault,
  notice,
  list.element,
);

const host = connect<HistoryInbound, HistoryOutbound, State>(receive, (text) => {
  fault.textContent = `Something went wrong in this panel: ${text}`;
  fault.hidden = false;
});

fault.hidden = true;
filter.value = host.readState().filter ?? '';
filter.addEventListener('input', () => {
  remember();
  showRows();
});
filter.addEventListener('keydown', (event) => {
  if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
  event.preventDefault();
  list.element.focus();
});
document.addEventListener('keydown', (event) => {
  const find = event.key === 'f' && (event.ctrlKey || event.metaKey);
  if (!find && !(event.key === '/' && event.target !== filter)) return;
  event.preventDefault();
  filter.focus();
  filter.select();
});
document.addEventListener('copy', (event) => {
  const row = list.activeRow();
  const marked = window.getSelection()?.toString() ?? '';
  if (marked !== '' || row === undefined || document.activeElement === filter) return;
  event.preventDefault();
  event.clipboardData?.setData('text/plain', row.snapshot.id);
  host.post({ type: 'copy', text: row.snapshot.id });
});

showLoading(true);
notice.textContent = 'Reading the snapshots…';
list.element.hidden = true;
host.post({ type: 'ready' });

function receive(message: HistoryInbound): void {
  if (message.table !== table) {
    table = message.table;
    rows = null;
    name.textContent = table;
    name.title = table;
    remember();
  }
  switch (message.type) {
    case 'loading':
      showLoading(true);
      // Rows already read stay on screen while they are read again.
      if (rows === null) showNotice('Reading the snapshots…');
      break;
    case 'history':
      showLoading(false);
      rows = buildHistory(message);
      showRows();
      break;
    case 'error':
      showLoading(false);
      showNotice(
        errorView(message.error, { nextStep: (command, args) => host.post({ type: 'nextStep', command, args }) }),
        button('Try again', () => host.post({ type: 'refresh' })),
      );
      list.element.hidden = rows === null || rows.length === 0;
      break;
  }
}

function showRows(): void {
  if (rows === null) return;
  const filtered = filterHistory(rows, filter.value);
  const all = filtered.length === rows.length;
  count.textContent = all
    ? plural(rows.length, 'snapshot')
    : `${filtered.length} of ${plural(rows.length, 'snapshot')}`;
  if (rows.length === 0) {
    showNotice('This table has no snapshots yet: nothing was ever written to it.');
  } else if (filtered.length === 0) {
    showNotice('No snapshot matches the filter.');
  } else {
    notice.hidden = true;
    list.element.hidden = false;
    list.show(filtered, all);
  }
}

function showNotice(...children: (Node | string)[]): void {
  notice.replaceChildren(...children);
  notice.hidden = false;
  list.element.hidden = true;
}

function showLoading(on: boolean): void {
  loading.classList.toggle('on', on);
  document.body.setAttribute('aria-busy', String(on));
  refresh.disabled = on;
}

function remember(): void {
  host.writeState({ table, filter: filter.value });
}
