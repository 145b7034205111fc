/** Arrow streams as Spark sends them, made without Spark: one schema and one record batch each. */
import {
  binary,
  bool,
  columnFromArray,
  dateDay,
  decimal,
  field,
  float64,
  int32,
  int64,
  list,
  map,
  struct,
  tableFromColumns,
  tableToIPC,
  timestamp,
  TimeUnit,
  utf8,
  type Column,
} from '@uwdata/flechette';

export const hostile = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';

function bytesOf(columns: Record<string, Column<unknown>>): Uint8Array {
  const bytes = tableToIPC(tableFromColumns(columns), { format: 'stream' });
  if (bytes === null) throw new Error('no bytes');
  return bytes;
}

const make = <T>(rows: number, value: (row: number) => T): T[] => Array.from({ length: rows }, (_, row) => value(row));

/** Orders: about 66 bytes a row, as the bench has; `first` numbers the first row. */
export function orders(rows: number, first = 0): Uint8Array {
  const regions = ['north', 'south', 'east', 'west'];
  return bytesOf({
    order_id: columnFromArray(
      make(rows, (row) => BigInt(first + row)),
      int64(),
    ),
    customer: columnFromArray(
      make(rows, (row) => `customer ${(row * 7919) % 1000}`),
      utf8(),
    ),
    region: columnFromArray(
      make(rows, (row) => (row % 9 === 0 ? null : (regions[row % 4] ?? ''))),
      utf8(),
    ),
    amount: columnFromArray(
      make(rows, (row) => row * 1.25),
      decimal(10, 2, 128),
    ),
    quantity: columnFromArray(
      make(rows, (row) => row % 12),
      int32(),
    ),
    ts: columnFromArray(
      make(rows, (row) => 1767225600000 + row * 1000),
      timestamp(TimeUnit.MICROSECOND, 'Europe/Berlin'),
    ),
  });
}

/** Twelve days of four regions: what a chart is guessed from. */
export function sales(): Uint8Array {
  const regions = ['north', 'south', 'east', 'west'];
  return bytesOf({
    day: columnFromArray(
      make(48, (row) => new Date(Date.UTC(2026, 0, 1 + Math.floor(row / 4)))),
      dateDay(),
    ),
    region: columnFromArray(
      make(48, (row) => regions[row % 4] ?? ''),
      utf8(),
    ),
    revenue: columnFromArray(
      make(48, (row) => 100 + (row % 4) * 37 + Math.floor(row / 4) * (4 - (row % 4))),
      decimal(10, 2, 128),
    ),
    orders: columnFromArray(
      make(48, (row) => 5 + ((row * 7) % 23)),
      int32(),
    ),
  });
}

/** One row of each kind of value that is easily shown wrong; a name and a cell are hostile. */
export function kinds(): Uint8Array {
  return bytesOf({
    big: columnFromArray([9223372036854775807n, -9223372036854775808n, null], int64()),
    text: columnFromArray(['', 'NULL', null], utf8()),
    lines: columnFromArray(['first\nsecond\tend', hostile, null], utf8()),
    double: columnFromArray([NaN, -Infinity, null], float64()),
    price: columnFromArray([12.5, -0.01, null], decimal(10, 2, 128)),
    flag: columnFromArray([true, false, null], bool()),
    day: columnFromArray([new Date('2026-01-31'), new Date('1969-12-31'), null], dateDay()),
    bytes: columnFromArray([Uint8Array.of(0, 255, 65, 66), new Uint8Array(0), null], binary()),
    nested: columnFromArray(
      [{ id: 9007199254740993n, tags: ['a', hostile] }, { id: 1n, tags: [] }, null],
      struct([field('id', int64()), field('tags', list(utf8()))]),
    ),
    pairs: columnFromArray([new Map([['k', 1]]), new Map<string, number>(), null], map(utf8(), int32())),
    [hostile]: columnFromArray(['x', 'y', null], utf8()),
  });
}

/** A result of no rows that still says its columns, as Spark sends it. */
export function noRows(): Uint8Array {
  return bytesOf({
    order_id: columnFromArray([] as bigint[], int64()),
    region: columnFromArray([] as string[], utf8()),
  });
}

/** Many columns, for scrolling sideways. */
export function wide(columns: number, rows: number): Uint8Array {
  return bytesOf(
    Object.fromEntries(
      make(columns, (col) => [
        `column_${col}`,
        columnFromArray(
          make(rows, (row) => (col % 3 === 0 ? `${col}:${row} with some more text` : `${row}`)),
          utf8(),
        ),
      ]),
    ),
  );
}
