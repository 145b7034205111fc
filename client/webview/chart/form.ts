/** The choices of a chart: its type, its columns, and how rows are put together. */
import { el } from '../shared/dom';
import { AGGREGATES, CHART_TYPES, fitsSplit, fitsX, fitsY, withType } from './spec';
import type { Aggregate, ChartColumn, ChartSpec, ChartType } from './spec';

const TYPE_NAMES: Readonly<Record<ChartType, string>> = {
  line: 'Line',
  bar: 'Bar',
  scatter: 'Scatter',
  histogram: 'Histogram',
  pie: 'Pie',
};
const AGGREGATE_NAMES: Readonly<Record<Aggregate, string>> = {
  sum: 'Sum',
  avg: 'Average',
  min: 'Minimum',
  max: 'Maximum',
  count: 'Count of rows',
};
const NONE = '';

interface Option {
  readonly value: string;
  readonly name: string;
}

export class Form {
  readonly element = el('div', { class: 'form', role: 'group', 'aria-label': 'What to draw' });

  constructor(
    private readonly columns: readonly ChartColumn[],
    private readonly changed: (spec: ChartSpec) => void,
    private readonly tools: readonly HTMLElement[],
  ) {}

  /** Draws the form anew; what has the focus keeps it. */
  show(spec: ChartSpec): void {
    const { columns } = this;
    const focused = this.element.contains(document.activeElement)
      ? document.activeElement?.getAttribute('data-field')
      : null;
    const open = this.element.querySelector('details')?.open === true;
    const named = (test: (column: ChartColumn) => boolean): Option[] =>
      columns.flatMap((column, index) => (test(column) ? [{ value: String(index), name: column.name }] : []));
    const set = (change: Partial<ChartSpec>): void => this.changed({ ...spec, ...change });
    const types = CHART_TYPES.filter((type) => withType(spec, type, columns) !== null);
    const parts: (HTMLElement | null)[] = [
      select(
        'type',
        'Chart',
        spec.type,
        types.map((type) => ({ value: type, name: TYPE_NAMES[type] })),
        (value) => {
          const next = withType(spec, value as ChartType, columns);
          if (next !== null) this.changed(next);
        },
      ),
      select(
        'x',
        xLabel(spec.type),
        String(spec.x),
        named((column) => fitsX(column, spec.type)),
        (value) => {
          const x = Number(value);
          set({
            x,
            y: spec.type === 'scatter' ? spec.y : spec.y.filter((index) => index !== x),
            split: spec.split === x ? null : spec.split,
          });
        },
      ),
      this.values(
        spec,
        named(fitsY).filter(({ value }) => value !== String(spec.x) || spec.type === 'scatter'),
        set,
        open,
      ),
      spec.type === 'line' || spec.type === 'bar' || spec.type === 'scatter'
        ? this.split(
            spec,
            named((column) => fitsSplit(column)).filter(({ value }) => value !== String(spec.x)),
            set,
          )
        : null,
      this.aggregates(spec, set),
    ];
    this.element.replaceChildren(...parts.filter((part) => part !== null), el('span', { class: 'gap' }), ...this.tools);
    if (focused != null) this.element.querySelector<HTMLElement>(`[data-field="${focused}"]`)?.focus();
  }

  private values(
    spec: ChartSpec,
    options: readonly Option[],
    set: (change: Partial<ChartSpec>) => void,
    open: boolean,
  ) {
    if (spec.type === 'histogram' || options.length === 0) return null;
    if (spec.aggregate === 'count' && spec.type !== 'scatter') return null;
    const many = (spec.type === 'line' || spec.type === 'bar') && spec.split === null && options.length > 1;
    if (!many) {
      return select('y', 'Value', String(spec.y[0] ?? ''), options, (value) => set({ y: [Number(value)] }));
    }
    const boxes = options.map(({ value, name }) => {
      const index = Number(value);
      const box = el('input', { type: 'checkbox', 'data-field': `y${index}` });
      box.checked = spec.y.includes(index);
      box.addEventListener('change', () => {
        const y = box.checked ? [...spec.y, index] : spec.y.filter((other) => other !== index);
        // At least one value is drawn.
        if (y.length > 0) set({ y: y.sort((a, b) => a - b) });
        else box.checked = true;
      });
      return el('label', {}, box, name);
    });
    const chosen = options.filter(({ value }) => spec.y.includes(Number(value))).map(({ name }) => name);
    const details = el(
      'details',
      {},
      el(
        'summary',
        { 'data-field': 'values', title: chosen.join(', ') },
        chosen.length > 2 ? `${chosen.length} columns` : chosen.join(', '),
      ),
      el('div', { class: 'choices', role: 'group', 'aria-label': 'Values' }, ...boxes),
    );
    details.open = open;
    details.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !details.open) return;
      event.preventDefault();
      details.open = false;
      details.querySelector('summary')?.focus();
    });
    details.addEventListener('focusout', (event) => {
      if (event.relatedTarget instanceof Node && !details.contains(event.relatedTarget)) details.open = false;
    });
    return el('div', { class: 'field' }, 'Values', details);
  }

  private split(spec: ChartSpec, options: readonly Option[], set: (change: Partial<ChartSpec>) => void) {
    if (options.length === 0) return null;
    const all = [{ value: NONE, name: 'nothing' }, ...options];
    return select('split', 'Split by', spec.split === null ? NONE : String(spec.split), all, (value) =>
      set(value === NONE ? { split: null } : { split: Number(value), y: spec.y.slice(0, 1) }),
    );
  }

  private aggregates(spec: ChartSpec, set: (change: Partial<ChartSpec>) => void) {
    if (spec.type === 'histogram' || spec.type === 'scatter') return null;
    const values = this.columns.some((column, index) => fitsY(column) && index !== spec.x);
    const options: Option[] = AGGREGATES.filter((aggregate) => values || aggregate === 'count').map((value) => ({
      value,
      name: AGGREGATE_NAMES[value],
    }));
    const numeric = ['number', 'time'].includes(this.columns[spec.x]?.kind ?? '');
    if (spec.type === 'line' && numeric && values) options.push({ value: NONE, name: 'Each row' });
    return select('aggregate', 'Rows', spec.aggregate ?? NONE, options, (value) => {
      const aggregate = value === NONE ? null : (value as Aggregate);
      const first = this.columns.findIndex((column, index) => fitsY(column) && index !== spec.x);
      set({ aggregate, y: spec.y.length === 0 && aggregate !== 'count' && first >= 0 ? [first] : spec.y });
    });
  }
}

function xLabel(type: ChartType): string {
  if (type === 'pie') return 'Slices';
  return type === 'histogram' ? 'Of' : 'Along';
}

function select(
  field: string,
  label: string,
  value: string,
  options: readonly Option[],
  changed: (value: string) => void,
): HTMLElement {
  const element = el('select', { 'data-field': field, 'aria-label': label });
  for (const option of options) {
    const item = el('option', { value: option.value }, option.name);
    item.selected = option.value === value;
    element.append(item);
  }
  element.addEventListener('change', () => changed(element.value));
  return el('label', {}, label, element);
}
