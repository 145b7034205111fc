/** What a chart shows of which columns, and the first guess from their types. Pure. */
import type { CellKind } from '../../../lakehouse/src/arrow';

export const CHART_TYPES = ['line', 'bar', 'scatter', 'histogram', 'pie'] as const;
export type ChartType = (typeof CHART_TYPES)[number];

export const AGGREGATES = ['sum', 'avg', 'min', 'max', 'count'] as const;
export type Aggregate = (typeof AGGREGATES)[number];

export interface ChartColumn {
  readonly name: string;
  readonly kind: CellKind;
}

export interface ChartSpec {
  readonly type: ChartType;
  /** The column along the axis, or of the slices; of a histogram the one that is counted. */
  readonly x: number;
  /** The columns of the values; none where rows are counted. */
  readonly y: readonly number[];
  /** The column whose values are series of their own. */
  readonly split: number | null;
  /** How rows of one x become one value; null draws each row, which lines and points can. */
  readonly aggregate: Aggregate | null;
}

/** Columns drawn at once by a guess: more lines are no picture. */
const MOST_GUESSED = 4;
/** Values of a category that can be told apart as series. */
const FEW = 10;
const LOOKS_LIKE_KEY = /(?:^|_)(?:id|key|no|nr)$|Id$/;

/**
 * Time → line, a category and a number → bar, two numbers → scatter, one number → histogram, else counted categories.
 * `distinct` says how many values a column has in the first rows: categories of few values come first.
 */
export function guess(
  columns: readonly ChartColumn[],
  distinct: (column: number) => number = () => FEW,
): ChartSpec | null {
  const of = (kind: CellKind): number[] => columns.flatMap((column, index) => (column.kind === kind ? [index] : []));
  const [time] = of('time');
  const words = [...of('text'), ...of('boolean')];
  const few = words.filter((index) => distinct(index) > 1 && distinct(index) <= FEW);
  const category = few[0] ?? words[0];
  const numbers = of('number');
  const measures = numbers.filter((index) => !LOOKS_LIKE_KEY.test(columns[index]?.name ?? ''));
  const [first = numbers[0], second] = measures;
  if (time !== undefined && first !== undefined) {
    const y = measures.length > 0 ? measures.slice(0, MOST_GUESSED) : [first];
    // A category beside the time is drawn as series of one value, or the lines would jump between them.
    const split = few[0] ?? null;
    return { type: 'line', x: time, y: split === null ? y : [first], split, aggregate: 'sum' };
  }
  if (category !== undefined && first !== undefined) {
    return { type: 'bar', x: category, y: [first], split: null, aggregate: 'sum' };
  }
  if (first !== undefined && second !== undefined) {
    return { type: 'scatter', x: first, y: [second], split: null, aggregate: null };
  }
  if (first !== undefined) return { type: 'histogram', x: first, y: [], split: null, aggregate: 'count' };
  const counted = category ?? time;
  if (counted === undefined) return null;
  return { type: 'bar', x: counted, y: [], split: null, aggregate: 'count' };
}

/** Columns that can be drawn along the axis of a type. */
export function fitsX({ kind }: ChartColumn, type: ChartType): boolean {
  if (type === 'histogram') return kind === 'number' || kind === 'time';
  if (type === 'scatter') return kind === 'number' || kind === 'time';
  return kind !== 'nested' && kind !== 'binary' && kind !== 'null';
}

export function fitsY({ kind }: ChartColumn): boolean {
  return kind === 'number';
}

export function fitsSplit({ kind }: ChartColumn): boolean {
  return kind === 'text' || kind === 'boolean';
}

/** The same wish as another type of chart: columns stay where they fit. Null where no column fits. */
export function withType(spec: ChartSpec, type: ChartType, columns: readonly ChartColumn[]): ChartSpec | null {
  const all = columns.map((_, index) => index);
  const fit = (test: (column: ChartColumn) => boolean) => all.filter((index) => test(columns[index] as ChartColumn));
  const xs = fit((column) => fitsX(column, type));
  const ys = fit(fitsY);
  const kept = spec.y.filter((index) => ys.includes(index));
  const drawn = kept.length > 0 ? kept : ys.slice(0, 1);
  switch (type) {
    case 'histogram': {
      const x = [drawn[0], spec.x, ...xs].find((index) => index !== undefined && xs.includes(index));
      return x === undefined ? null : { type, x, y: [], split: null, aggregate: 'count' };
    }
    case 'scatter': {
      const x = xs.includes(spec.x) ? spec.x : xs[0];
      const y = drawn.find((index) => index !== x) ?? ys.find((index) => index !== x) ?? drawn[0];
      if (x === undefined || y === undefined) return null;
      return { type, x, y: [y], split: spec.split, aggregate: null };
    }
    case 'pie':
    case 'bar':
    case 'line': {
      const wanted = type === 'line' ? [spec.x, ...xs] : [spec.split ?? spec.x, spec.x, ...xs];
      // A number that was only counted is no category as long as there is one.
      const x = wanted.find((index) => xs.includes(index) && (type === 'line' || columns[index]?.kind !== 'number'));
      const along = x ?? xs[0];
      if (along === undefined) return null;
      const y = drawn.filter((index) => index !== along);
      const aggregate = y.length === 0 ? 'count' : (spec.aggregate ?? 'sum');
      const split = type === 'pie' || spec.split === along ? null : spec.split;
      const one = type === 'pie' || split !== null;
      return { type, x: along, y: one ? y.slice(0, 1) : y, split, aggregate };
    }
  }
}
