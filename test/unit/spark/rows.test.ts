import { Writable } from 'node:stream';
import * as arrow from '@uwdata/flechette';
import { describe, expect, it } from 'vitest';
import { createWriter } from '../../../lakehouse/src/cli/rows';
import type { Format } from '../../../lakehouse/src/cli/rows';
import { onlyReads } from '../../../lakehouse/src/spark/reads';

const bytes = (values: unknown[], texts: unknown[]): Uint8Array => {
  const table = arrow.tableFromColumns([
    ['n', arrow.columnFromArray(values, arrow.int64())],
    ['s', arrow.columnFromArray(texts, arrow.utf8())],
    ['n', arrow.columnFromArray(values, arrow.int64())],
  ] as never);
  const stream = arrow.tableToIPC(table, { format: 'stream' });
  if (!stream) throw new Error('no bytes');
  return stream;
};

async function written(
  format: Format,
  batches: Uint8Array[],
  limit = Infinity,
): Promise<{ text: string; full: boolean }> {
  let text = '';
  const output = new Writable({
    // A reader slower than the writer: every write waits for it.
    highWaterMark: 1,
    write(chunk: Buffer, _, done) {
      text += chunk.toString();
      setImmediate(done);
    },
  });
  const writer = createWriter(format, output, limit);
  for (const batch of batches) {
    await writer.batch(batch);
    if (writer.full) break;
  }
  await writer.end();
  await new Promise<void>((resolve) => output.end(resolve));
  return { text, full: writer.full };
}

const batches = [bytes([9223372036854775807n, null], ['a,"b"', null]), bytes([-1n], ['\u001b[31m\n'])];

describe('rows of a result', () => {
  it('are one exact JSON array over all batches, with a name for each column', async () => {
    const { text } = await written('json', batches);
    expect(text).toBe(
      '[\n{"n":9223372036854775807,"s":"a,\\"b\\"","n_2":9223372036854775807},\n' +
        '{"n":null,"s":null,"n_2":null},\n{"n":-1,"s":"\\u001b[31m\\n","n_2":-1}\n]\n',
    );
    expect((await written('json', [bytes([], [])])).text).toBe('[]\n');
  });

  it('are CSV of RFC 4180, NULL and the empty string apart', async () => {
    const { text } = await written('csv', [bytes([1n, 2n, 3n], ['a,"b"', null, ''])]);
    expect(text).toBe('n,s,n\r\n1,"a,""b""",1\r\n2,,2\r\n3,"",3\r\n');
  });

  it('are a table that no cell can break or colour', async () => {
    const { text } = await written('table', [batches[1] as Uint8Array]);
    expect(text).toBe(
      ' n  s             n\n--  ------------  --\n-1  \\u001b[31m\\n  -1\n(1 row)\n'.replace(/^ n /, 'n  '),
    );
  });

  it('end at the limit, and say whether there were more', async () => {
    expect(await written('csv', batches, 2)).toMatchObject({
      full: true,
      text: expect.stringMatching(/^(.*\r\n){3}$/) as string,
    });
    expect((await written('csv', batches, 1)).full).toBe(true);
    expect((await written('csv', batches, 3)).full).toBe(false);
    expect(await written('json', batches, 0)).toEqual({ text: '[]\n', full: true });
  });

  it('print nothing for a statement without rows', async () => {
    expect(await written('json', [])).toEqual({ text: '', full: false });
  });
});

describe('a read-only connection', () => {
  it.each([
    'SELECT 1',
    'SHOW TABLES',
    'describe t',
    'EXPLAIN SELECT 1',
    'USE x',
    '-- c\nSET a=b',
    'WITH a AS (SELECT 1) SELECT * FROM a',
  ])('runs %s', (sql) => expect(onlyReads(sql)).toBe(true));
  it.each([
    'DROP TABLE t',
    '/* SELECT */ DELETE FROM t',
    'CALL c.system.f()',
    'WITH a AS (SELECT 1) INSERT INTO t SELECT 1',
    'SHOWME',
    '',
  ])('does not run %s', (sql) => expect(onlyReads(sql)).toBe(false));
});
