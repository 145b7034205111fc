import { columnFromArray, int64, tableFromColumns, tableToIPC, utf8 } from '@uwdata/flechette';
import { describe, expect, it } from 'vitest';
import { copyLimit, copySelection } from '../../../client/webview/results/copy';
import { Run } from '../../../client/webview/results/run';
import { View } from '../../../client/webview/results/view';

function batch(from: number, rows: number): Uint8Array {
  const numbers = Array.from({ length: rows }, (_, row) => from + row);
  const bytes = tableToIPC(
    tableFromColumns({
      n: columnFromArray(numbers.map(BigInt), int64()),
      t: columnFromArray(
        numbers.map((n) => (n % 3 === 0 ? null : `row\t${n}`)),
        utf8(),
      ),
    }),
    { format: 'stream' },
  );
  if (bytes === null) throw new Error('no bytes');
  return bytes;
}

const run = () => new Run(1, 'SELECT 1', 'local', 'UTC');

describe('a run', () => {
  it('finds each row in batches of any size, empty ones too', () => {
    const result = run();
    const sizes = [3, 0, 1, 7, 0, 2];
    let from = 0;
    for (const size of sizes) {
      result.append(batch(from, size), size);
      from += size;
    }
    expect(result.rowCount).toBe(13);
    expect(Array.from({ length: 13 }, (_, row) => result.text(row, 0))).toEqual(
      Array.from({ length: 13 }, (_, row) => String(row)),
    );
    expect(result.text(3, 1)).toBeNull();
  });

  it('reads rows again after more batches were opened than it keeps open', () => {
    const result = run();
    for (let i = 0; i < 100; i++) result.append(batch(i * 2, 2), 2);
    for (const row of [0, 199, 0, 77]) expect(result.text(row, 0)).toBe(String(row));
  });

  it('knows its columns from a batch without rows', () => {
    const result = run();
    result.append(batch(0, 0), 0);
    expect(result.columns?.map((column) => `${column.name} ${column.type} ${column.kind}`)).toEqual([
      'n bigint number',
      't string text',
    ]);
    expect(result.rowCount).toBe(0);
  });

  it('takes no bytes that are no Arrow stream', () => {
    expect(() => run().append(Uint8Array.of(1, 2, 3), 1)).toThrow();
  });
});

describe('copying', () => {
  it('gives tab-separated text with NULL empty', () => {
    const result = run();
    result.append(batch(0, 5), 5);
    const selection = { anchor: { row: 4, col: 1 }, focus: { row: 2, col: 0 } };
    expect(copySelection(new View(result), selection)).toEqual({
      text: '2\t"row\t2"\n3\t\n4\t"row\t4"',
      rows: 3,
      selectedRows: 3,
    });
  });

  it('ends at the limit and says so', { timeout: 30_000 }, () => {
    const result = run();
    const data = batch(0, 1000);
    for (let rows = 0; rows <= copyLimit; rows += 1000) result.append(data, 1000);
    const copied = copySelection(new View(result), {
      anchor: { row: 0, col: 0 },
      focus: { row: result.rowCount - 1, col: 0 },
    });
    expect(copied.rows).toBe(copyLimit);
    expect(copied.selectedRows).toBe(result.rowCount);
  });
});
