/** The columns a text is made of, and their values. */
import type { ResultBatch, ResultColumn } from '../decode';
import type { FormatOptions } from '../format';
import type { SparkType, Value } from '../types';
import type { TextOptions } from './types';

export interface Picked {
  readonly index: number;
  readonly column: ResultColumn;
}

/** The columns that are wanted. Throws a RangeError for one that is not there. */
export function pick(columns: readonly ResultColumn[], { columns: wanted }: TextOptions): Picked[] {
  const indexes = wanted ?? columns.map((_, index) => index);
  return indexes.map((index) => {
    const column = columns[index];
    if (column === undefined) throw new RangeError(`no column ${index}`);
    return { index, column };
  });
}

/** Calls `write` for each wanted cell of some rows, and joins what it gives: cells of a row by `line`, rows as they are. */
export function eachRow(
  batch: ResultBatch,
  picked: readonly Picked[],
  from: number,
  to: number,
  cell: (value: Value, type: SparkType, position: number) => string,
  line: (cells: readonly string[]) => string,
): string {
  let text = '';
  for (let row = from; row < to; row++) {
    text += line(
      picked.map(({ index, column }, position) => cell(batch.value(index, row), column.sparkType, position)),
    );
  }
  return text;
}

/** A zone is said for variants only: what else has one knows it. */
export function zoneOf(type: SparkType, { timeZone }: TextOptions): FormatOptions {
  return type.kind === 'variant' ? { timeZone } : {};
}

/** Column names, the second `a` as `a_2`: an object, or the column list of an INSERT, can hold each name once. */
export function uniqueNames(picked: readonly Picked[]): string[] {
  const taken = new Set<string>();
  return picked.map(({ column: { name } }) => {
    let unique = name;
    for (let count = 2; taken.has(unique); count++) unique = `${name}_${count}`;
    taken.add(unique);
    return unique;
  });
}
