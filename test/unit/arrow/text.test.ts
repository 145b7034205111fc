import * as arrow from '@uwdata/flechette';
import { describe, expect, it } from 'vitest';
import { createTextWriter, decodeBatch, isTableName } from '../../../lakehouse/src/arrow';
import type { SparkType, TextFormat, TextOptions, Value } from '../../../lakehouse/src/arrow';
import { sqlLiteral, sqlString } from '../../../lakehouse/src/arrow/text/literal';
import { hostile, kinds, noRows } from '../../e2e/webview/arrow';

function bytes(columns: readonly (readonly [string, arrow.Column<unknown>])[]): Uint8Array {
  const stream = arrow.tableToIPC(arrow.tableFromColumns(columns as never), { format: 'stream' });
  if (stream === null) throw new Error('no bytes');
  return stream;
}

const texts = (values: readonly (string | null)[], name = 's'): Uint8Array =>
  bytes([[name, arrow.columnFromArray([...values], arrow.utf8())]]);

/** The whole text, made `step` rows at a time. */
function written(format: TextFormat, streams: readonly Uint8Array[], options: TextOptions = {}, step = 2): string {
  const writer = createTextWriter(format, options);
  const batches = streams.map((stream) => decodeBatch(stream));
  let text = writer.head(batches[0]?.columns ?? []);
  for (const batch of batches) {
    for (let from = 0; from < batch.rowCount; from += step) {
      text += writer.rows(batch, from, Math.min(batch.rowCount, from + step));
    }
  }
  return text + writer.tail();
}

const TZ = 'Europe/Berlin';
const instants = bytes([
  ['at', arrow.columnFromArray([1767225600000, 1761438600000, null], arrow.timestamp(arrow.TimeUnit.MICROSECOND, TZ))],
  ['local', arrow.columnFromArray([1767225600000, 0, null], arrow.timestamp(arrow.TimeUnit.MICROSECOND, null))],
]);

describe('every format', () => {
  const formats: readonly TextFormat[] = ['csv', 'tsv', 'json', 'ndjson', 'markdown', 'insert', 'in-list'];

  it.each(formats)('%s is the same text in parts of any size, and over batches', (format) => {
    const options = { table: 't' };
    const whole = written(format, [kinds(), kinds()], options, 100);
    expect(written(format, [kinds(), kinds()], options, 1)).toBe(whole);
    expect(written(format, [kinds(), kinds()], options, 2)).toBe(whole);
    expect(whole).toContain('9223372036854775807');
  });

  it('takes the columns that are wanted, in their order, and refuses one that is not there', () => {
    expect(written('csv', [kinds()], { columns: [4, 0] })).toBe(
      'price,big\r\n12.50,9223372036854775807\r\n-0.01,-9223372036854775808\r\n,\r\n',
    );
    expect(() => written('csv', [kinds()], { columns: [99] })).toThrow(RangeError);
  });
});

describe('CSV', () => {
  it('quotes as RFC 4180 does, and tells NULL from the empty string', () => {
    expect(written('csv', [texts(['a,"b"', '', null, 'x\r\ny', ' pad', hostile])])).toBe(
      `s\r\n"a,""b"""\r\n""\r\n\r\n"x\r\ny"\r\n" pad"\r\n"${hostile.replaceAll('"', '""')}"\r\n`,
    );
  });

  it('writes NULL as told, and quotes a text that reads the same', () => {
    expect(written('csv', [texts(['NULL', null, 'x'])], { nullText: 'NULL', header: false })).toBe(
      '"NULL"\r\nNULL\r\nx\r\n',
    );
  });

  it('has binary in hex, nested values as JSON, and timestamps in the zone of the session', () => {
    expect(written('csv', [kinds()], { columns: [7, 9], header: false }).split('\r\n')[0]).toBe(
      '0x00FF4142,"{""k"":1}"',
    );
    expect(written('csv', [instants], { header: false })).toBe(
      '2026-01-01 01:00:00,2026-01-01 00:00:00\r\n2025-10-26 02:30:00,1970-01-01 00:00:00\r\n,\r\n',
    );
  });
});

describe('TSV', () => {
  it('quotes tabs, line breaks and quotes at the start', () => {
    expect(written('tsv', [texts(['a\tb', 'c\nd', '"e"', 'f "g"', null], 'a\tb')])).toBe(
      '"a\tb"\n"a\tb"\n"c\nd"\n"""e"""\nf "g"\n\n',
    );
  });
});

describe('JSON', () => {
  const twice = bytes([
    ['a', arrow.columnFromArray([-9223372036854775808n, null], arrow.int64())],
    ['a', arrow.columnFromArray([hostile, '\u2028"\\'], arrow.utf8())],
  ]);

  it('is an array in which each name is there once', () => {
    const text = written('json', [twice]);
    expect(text.split('\n')[1]).toBe(`{"a":-9223372036854775808,"a_2":${JSON.stringify(hostile)}},`);
    expect(JSON.parse(text)).toEqual([
      { a: -9223372036854775808, a_2: hostile },
      { a: null, a_2: '\u2028"\\' },
    ]);
    expect(written('json', [noRows()])).toBe('[]\n');
  });

  it('is an object a line as NDJSON', () => {
    const lines = written('ndjson', [kinds()]).trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ lines: 'first\nsecond\tend', double: 'NaN', price: 12.5 });
    expect(written('ndjson', [noRows()])).toBe('');
    expect(written('ndjson', [instants]).split('\n')[0]).toBe(
      '{"at":"2026-01-01T01:00:00+01:00","local":"2026-01-01T00:00:00"}',
    );
  });
});

describe('Markdown', () => {
  it('escapes what would be markup, keeps names whole, and sets numbers to the right', () => {
    const data = bytes([
      ['order_id', arrow.columnFromArray([1n, null], arrow.int64())],
      ['a|b', arrow.columnFromArray(['x|y\n*z* _q_ `c` \\', hostile], arrow.utf8())],
    ]);
    expect(written('markdown', [data])).toBe(
      '| order_id | a\\|b |\n| ---: | --- |\n' +
        '| 1 | x\\|y<br>\\*z\\* \\_q\\_ \\`c\\` \\\\ |\n' +
        `| NULL | ${hostile.replace(/[<>]/g, '\\$&')} |\n`,
    );
  });
});

describe('INSERT', () => {
  it('names columns, quotes texts, and gives every type its own literal', () => {
    const text = written('insert', [kinds()], { table: 'c.s.`my t`' });
    const [head, first, , third] = text.split('\n');
    expect(head).toBe(
      'INSERT INTO c.s.`my t` (`big`, `text`, `lines`, `double`, `price`, `flag`, `day`, `bytes`, `nested`, `pairs`, ' +
        `\`${hostile}\`) VALUES`,
    );
    expect(first).toBe(
      "  (9223372036854775807, '', 'first\\nsecond\\tend', CAST('NaN' AS DOUBLE), 12.50, true, DATE'2026-01-31', " +
        `X'00FF4142', named_struct('id', 9007199254740993, 'tags', array('a', '${hostile}')), map('k', 1), 'x'),`,
    );
    expect(third).toBe(`  (${Array<string>(11).fill('NULL').join(', ')});`);
    expect(text.endsWith(';\n')).toBe(true);
  });

  it('starts a new statement after 500 rows, across batches, and none for no rows', () => {
    const half = texts(Array.from({ length: 300 }, (_, row) => `r${row}`));
    const text = written('insert', [half, half], { table: 't' }, 7);
    const statements = text.split(/;\n+/).filter((part) => part !== '');
    expect(statements.map((statement) => statement.split('\n').length - 1)).toEqual([500, 100]);
    expect(statements.every((statement) => statement.startsWith('INSERT INTO t (`s`) VALUES\n'))).toBe(true);
    expect(written('insert', [noRows()], { table: 't' })).toBe('');
  });

  it('takes no table that is more than a name', () => {
    expect(['t', 'a.b.c', '`x y`.`a``b`', '_1'].map(isTableName)).toEqual([true, true, true, true]);
    expect(['', 'a b', 't; DROP TABLE x', 'a.', '`', '1a', 't --'].map(isTableName)).toEqual(Array(7).fill(false));
    expect(() => createTextWriter('insert', { table: 't VALUES (1); DROP TABLE t' })).toThrow();
    expect(() => createTextWriter('insert')).toThrow();
  });
});

describe('a list for IN', () => {
  it('has each value once and no NULL', () => {
    expect(written('in-list', [texts(['a', null, "it's", 'a', 'NULL'])])).toBe("('a', 'it\\'s', 'NULL')");
    expect(written('in-list', [texts([null])])).toBe('(NULL)');
  });

  it('has tuples of several columns', () => {
    expect(written('in-list', [kinds(), kinds()], { columns: [4, 5] })).toBe('((12.50, true), (-0.01, false))');
  });
});

describe('SQL literals', () => {
  const berlin: SparkType = { kind: 'timestamp', timeZone: TZ };
  it.each<[Value, SparkType, string]>([
    [0.1, { kind: 'double' }, '0.1D'],
    [1e7, { kind: 'double' }, '1.0E7D'],
    [-0, { kind: 'double' }, '-0.0D'],
    [Math.fround(0.1), { kind: 'float' }, '0.1F'],
    [-Infinity, { kind: 'float' }, "CAST('-Infinity' AS FLOAT)"],
    [-150n, { kind: 'decimal', precision: 38, scale: 2 }, '-1.50'],
    // The hour that comes twice, each time with its own offset.
    [1761438600000000n, berlin, "TIMESTAMP'2025-10-26T02:30:00+02:00'"],
    [1761442200000000n, berlin, "TIMESTAMP'2025-10-26T02:30:00+01:00'"],
    // Berlin's own time before 1893 was 53 minutes and 28 seconds ahead.
    [-3786825600000000n, berlin, "TIMESTAMP'1850-01-01T00:00:00Z'"],
    [0n, { kind: 'timestamp_ntz' }, "TIMESTAMP_NTZ'1970-01-01 00:00:00'"],
    [14, { kind: 'year-month' }, "INTERVAL '1-2' YEAR TO MONTH"],
    [[], { kind: 'array', element: { kind: 'int' } }, 'array()'],
    [null, { kind: 'string' }, 'NULL'],
  ])('%s of %j is %s', (value, type, expected) => {
    expect(sqlLiteral(value, type)).toBe(expected);
  });

  it('keep quotes, backslashes, control characters and variables from meaning anything', () => {
    expect(sqlString("'; DROP TABLE t; --")).toBe("'\\'; DROP TABLE t; --'");
    expect(sqlString("\\'")).toBe("'\\\\\\''");
    expect(sqlString('\u0000\r\u001b')).toBe("'\\u0000\\u000d\\u001b'");
    expect(sqlString('${env:HOME} $5')).toBe("'\\u0024{env:HOME} $5'");
  });
});
