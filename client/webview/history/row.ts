/** The element of one snapshot in the list. */
import { button, el, svg } from '../shared/dom';
import { formatCount, formatLocal, formatUtc } from '../shared/format';
import type { Change, HistoryRow } from './model';

export interface RowActions {
  readonly queryAsOf: (snapshotId: string) => void;
  readonly copy: (text: string) => void;
}

export const rowHeight = 28;
/** Pixels between lanes, and lanes drawn; more share the last one. */
const laneWidth = 12;
const maxLanes = 8;

/** Width of the graph column for rows with so many lanes. */
export function graphWidth(lanes: number): number {
  return (Math.min(maxLanes, Math.max(1, lanes)) + 1) * laneWidth;
}

/** `graph` says whether lines are drawn: between filtered rows they would join what is not neighbours. */
export function rowElement(
  row: HistoryRow,
  index: number,
  largestChange: number,
  graph: boolean,
  actions: RowActions,
): HTMLElement {
  const { snapshot } = row;
  const cell = (name: string, ...children: (Node | string | false)[]) =>
    el('div', { class: `cell ${name}`, role: 'gridcell' }, ...children);
  const time = cell('time', row.local);
  time.title = row.utc;
  const parent = cell('parent', snapshot.parentId ?? '—');
  parent.title = snapshot.parentId ?? 'No parent: the first snapshot of its line';
  const element = el(
    'div',
    { class: `row ${row.line}`, role: 'row', id: `row-${index}`, 'aria-rowindex': String(index + 2) },
    cell('graph', graphOf(row, graph)),
    time,
    cell('id', snapshot.id),
    cell('operation', el('span', { class: `op ${opClass(snapshot.operation)}` }, snapshot.operation ?? 'unknown')),
    cell('rows', bars(row.rows, largestChange), el('span', { class: 'delta' }, ...delta(row.rows))),
    cell('refs', ...marks(row)),
    cell('files', el('span', { class: 'delta' }, ...delta(row.files))),
    cell('total', row.totalRows === null ? '' : formatCount(row.totalRows)),
    parent,
    cell(
      'actions',
      button('Query as of', () => actions.queryAsOf(snapshot.id), {
        class: 'link',
        tabindex: '-1',
        'aria-label': `Query as of snapshot ${snapshot.id}`,
      }),
      button('Copy id', () => actions.copy(snapshot.id), {
        class: 'link',
        tabindex: '-1',
        'aria-label': `Copy snapshot id ${snapshot.id}`,
      }),
    ),
  );
  if (row.line === 'off') element.title = 'No ancestor of the current snapshot nor of any branch or tag';
  if (row.isCurrent) element.setAttribute('aria-current', 'true');
  return element;
}

function marks(row: HistoryRow): Node[] {
  const found: Node[] = [];
  if (row.isCurrent) found.push(el('span', { class: 'badge now' }, 'current'));
  if (row.restoredAt.length > 0) {
    const times = row.restoredAt.map((ms) => `${formatLocal(ms)} (${formatUtc(ms)})`).join('\n');
    found.push(
      el('span', { class: 'badge back', title: `The table was set back to this snapshot\n${times}` }, 'restored'),
    );
  }
  for (const { name, type } of row.refs) {
    const label = `${type === 'branch' ? 'Branch' : 'Tag'} ${name}`;
    found.push(el('span', { class: `badge ${type}`, title: label, 'aria-label': label }, name));
  }
  return found;
}

function opClass(operation: string | null): string {
  return operation !== null && /^(append|overwrite|delete|replace)$/.test(operation) ? operation : 'other';
}

function delta({ added, deleted }: Change): Node[] {
  const parts: Node[] = [];
  if (added !== null && added !== '0') parts.push(el('span', { class: 'plus' }, `+${formatCount(added)}`));
  if (deleted !== null && deleted !== '0') parts.push(el('span', { class: 'minus' }, `−${formatCount(deleted)}`));
  return parts;
}

/** Added to the right of the middle, deleted to the left; lengths by square root, so that small changes still show. */
function bars({ added, deleted }: Change, largest: number): SVGElement {
  const half = 30;
  const length = (value: string | null) => {
    const count = Number(value ?? 0);
    return count > 0 && largest > 0 ? Math.max(1, Math.sqrt(Math.min(1, count / largest)) * half) : 0;
  };
  const plus = length(added);
  const minus = length(deleted);
  const picture = svg('svg', { class: 'bars', width: half * 2 + 1, height: 10, 'aria-hidden': 'true' });
  picture.append(svg('rect', { class: 'minus', x: half - minus, y: 1, width: minus, height: 8 }));
  picture.append(svg('rect', { class: 'plus', x: half + 1, y: 1, width: plus, height: 8 }));
  picture.append(svg('rect', { class: 'axis', x: half, y: 0, width: 1, height: 10 }));
  return picture;
}

function graphOf(row: HistoryRow, lines: boolean): SVGElement {
  const { lane, through, into, below } = row.graph;
  const at = (index: number) => (Math.min(index, maxLanes - 1) + 0.5) * laneWidth + 4;
  const middle = rowHeight / 2;
  const picture = svg('svg', { class: 'lines', width: graphWidth(maxLanes), height: rowHeight, 'aria-hidden': 'true' });
  const x = lines ? at(lane) : at(0);
  if (lines) {
    for (const other of through) picture.append(svg('path', { d: `M${at(other)} 0V${rowHeight}` }));
    for (const other of into) {
      const from = at(other);
      picture.append(
        svg('path', { d: from === x ? `M${x} 0V${middle}` : `M${from} 0C${from} ${middle} ${x} 2 ${x} ${middle}` }),
      );
    }
    if (below !== 'none') {
      picture.append(svg('path', { d: `M${x} ${middle}V${rowHeight}`, class: below === 'expired' ? 'expired' : '' }));
    }
  }
  picture.append(
    svg('circle', { cx: x, cy: middle, r: row.isCurrent ? 5 : 3.5, class: row.isCurrent ? 'dot now' : 'dot' }),
  );
  return picture;
}
