/** Files of a result, read back with readers that are not ours. */
import { tableFromIPC } from '@uwdata/flechette';
import { strFromU8, unzipSync } from 'fflate';
import { parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import {
  createFileWriter,
  formatOfFile,
  openBatch,
  Rows,
  type FileFormat,
  type FileOptions,
} from '../../../lakehouse/src/export';
import { cellXml, columnLetters } from '../../../lakehouse/src/export/xlsx-cell';
import { xlsxFile } from '../../../lakehouse/src/export/xlsx';
import type { ByteSink } from '../../../lakehouse/src/export';
import { hostile, kinds, noRows, orders } from '../../e2e/webview/arrow';

function memory() {
  const parts: Uint8Array[] = [];
  const sink: ByteSink = {
    write: async (part) => void parts.push(typeof part === 'string' ? Buffer.from(part) : part),
    end: async () => undefined,
    discard: async () => undefined,
  };
  return { sink, bytes: () => new Uint8Array(Buffer.concat(parts)) };
}

async function file(format: FileFormat, rows: readonly Rows[], options: FileOptions = {}): Promise<Uint8Array> {
  const { sink, bytes } = memory();
  const writer = createFileWriter(format, options, sink);
  for (const part of rows) await writer.write(part);
  await writer.end();
  return bytes();
}

const whole = (bytes: Uint8Array): Rows => Rows.stretch(openBatch(bytes));
const arrow = (bytes: Uint8Array) => tableFromIPC(bytes, { useBigInt: true }).toArray() as Record<string, unknown>[];
const parquet = (bytes: Uint8Array) =>
  parquetReadObjects({
    file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer,
  });
const sheet = (bytes: Uint8Array, number = 1) =>
  strFromU8(unzipSync(bytes)[`xl/worksheets/sheet${number}.xml`] ?? new Uint8Array());

describe('Arrow', () => {
  it('is what Spark sent, over several batches', async () => {
    const bytes = await file('arrow', [whole(orders(3)), whole(orders(2, 3))]);
    expect(arrow(bytes)).toEqual([...arrow(orders(3)), ...arrow(orders(2, 3))]);
    // The file format, whose footer says where the batches are: not only the stream within.
    expect(new TextDecoder().decode(bytes.subarray(-6))).toBe('ARROW1');
  });

  it('takes rows and columns of every kind, from several batches, in any order', async () => {
    const batches = [openBatch(kinds()), openBatch(kinds())] as const;
    const all = arrow(kinds());
    const rows = Rows.picked(batches, Uint32Array.of(2, 0, 1, 0), Uint32Array.of(1, 0, 1, 1));
    expect(arrow(await file('arrow', [rows]))).toEqual([all[2], all[0], all[1], all[0]]);
    const names = Object.keys(all[0] ?? {});
    const some = arrow(await file('arrow', [Rows.stretch(batches[0], 1, 3)], { columns: [4, 0] }));
    expect(some).toEqual(
      all.slice(1, 3).map((row) => ({ [names[4] ?? '']: row[names[4] ?? ''], [names[0] ?? '']: row[names[0] ?? ''] })),
    );
  });

  it('has the columns of a result without rows', async () => {
    const table = tableFromIPC(await file('arrow', [whole(noRows())]));
    expect(table.numRows).toBe(0);
    expect(table.names).toEqual(tableFromIPC(noRows()).names);
  });
});

describe('Parquet', () => {
  it('has the values exactly', async () => {
    const [first, second, third] = (await parquet(await file('parquet', [whole(kinds())]))) as Record<
      string,
      unknown
    >[];
    expect(first).toMatchObject({ big: 9223372036854775807n });
    expect(second).toMatchObject({ big: -9223372036854775808n });
    expect(
      JSON.stringify([first, second, third], (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value)),
    ).toContain(JSON.stringify(hostile).slice(1, -1));
  });

  it('has all rows over batches and row groups, in order', async () => {
    const bytes = await file('parquet', [whole(orders(70_000)), whole(orders(70_000, 70_000))], { columns: [0, 1] });
    const rows = (await parquet(bytes)) as { order_id: bigint; customer: string }[];
    expect(rows).toHaveLength(140_000);
    expect(rows.every(({ order_id: id }, index) => id === BigInt(index))).toBe(true);
    expect(bytes.length).toBeLessThan(1_500_000);
  });

  it('of no rows can be read', async () => {
    expect(await parquet(await file('parquet', [whole(noRows())]))).toEqual([]);
  });
});

describe('Excel', () => {
  it('keeps numbers as numbers where they are exact, and hostile texts as text', async () => {
    const xml = sheet(await file('xlsx', [whole(kinds())]));
    expect(xml).toContain('9223372036854775807</t>');
    expect(xml).toContain('<v>12.50</v>');
    expect(xml).toContain('&lt;script&gt;');
    expect(xml).not.toContain('<script>');
  });

  it('goes on in another sheet when one is full', async () => {
    const { sink, bytes } = memory();
    const writer = xlsxFile({ columns: [0] }, sink, 3);
    await writer.write(whole(orders(5)));
    await writer.end();
    const ids = [1, 2, 3].map((number) => [...sheet(bytes(), number).matchAll(/<v>(\d+)<\/v>/g)].map(([, id]) => id));
    expect(ids).toEqual([['0', '1'], ['2', '3'], ['4']]);
    expect(strFromU8(unzipSync(bytes())['xl/workbook.xml'] ?? new Uint8Array()).match(/<sheet /g)).toHaveLength(3);
  });

  it.each([
    ['2026-01-01 in days', '46023', 20454, { kind: 'date' }],
    ['a date that Excel does not have', '1899-12-31</t>', -25568, { kind: 'date' }],
    ['the last microsecond', '2958465.99', 253402300799999999n, { kind: 'timestamp_ntz' }],
    ['a control character', '_x0001_', '\u0001', { kind: 'string' }],
    ['what looks like an escape', '_x005F_x0041_', '_x0041_', { kind: 'string' }],
    ['a half of a pair', '_xD83D_', '\ud83d', { kind: 'string' }],
    ['a whole pair', '>😀<', '😀', { kind: 'string' }],
    ['NaN', 'NaN</t>', NaN, { kind: 'double' }],
    ['sixteen digits', '1234567890123456</t>', 1234567890123456n, { kind: 'bigint' }],
    ['fifteen digits', '<v>-123456789012345</v>', -123456789012345n, { kind: 'bigint' }],
  ] as const)('writes %s', (_, expected, value, type) => {
    expect(cellXml('A1', value, type)).toContain(expected);
  });

  it('leaves a NULL empty, cuts what is too long, and names columns as sheets do', () => {
    expect(cellXml('A1', null, { kind: 'string' })).toBe('');
    expect(cellXml('A1', 'x'.repeat(40_000), { kind: 'string' })).toContain(`${'x'.repeat(32_766)}…<`);
    expect([0, 25, 26, 701, 702, 16_383].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA', 'XFD']);
  });
});

describe('texts', () => {
  it('follow the order of rows, and give a head of no rows', async () => {
    const rows = Rows.picked([openBatch(orders(4))], Uint32Array.of(3, 0, 1));
    expect(Buffer.from(await file('csv', [rows], { columns: [0] })).toString()).toBe('order_id\r\n3\r\n0\r\n1\r\n');
    expect(Buffer.from(await file('json', [whole(noRows())])).toString()).toBe('[]\n');
  });
});

it('a file name says its format', () => {
  expect(['a.CSV', 'b/x.parquet', 'c.jsonl', 'd.md', 'e.feather', 'f.txt', 'csv'].map(formatOfFile)).toEqual([
    'csv',
    'parquet',
    'ndjson',
    'markdown',
    'arrow',
    undefined,
    undefined,
  ]);
});
