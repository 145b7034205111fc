import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { embeddedSql, regionAt } from '../../../server/src/embedded/python';
import { complete } from '../../../server/src/features/completion';
import { diagnose } from '../../../server/src/features/diagnostics';
import { hover } from '../../../server/src/features/hover';
import { SqlDocument } from '../../../server/src/sql/document';
import { mutate, random } from '../../oracle/mutations';
import { pictureOf, withCaret } from '../features/caret';

const FIXTURES = join(import.meta.dirname, '../../fixtures/python/complete');
const picture = pictureOf('rich.json');

/** The SQL found in a text; `·` is what is not known. */
function found(source: string): string[] {
  const embedded = embeddedSql(source);
  expect(embedded?.text.length ?? source.length).toBe(source.length);
  return (embedded?.regions ?? []).map(({ start, end }) =>
    (embedded?.text.slice(start, end) ?? '').replaceAll('\ufffc', '·'),
  );
}

function documentOf(source: string): SqlDocument {
  const embedded = embeddedSql(source);
  return new SqlDocument(embedded?.text ?? '', { parts: embedded?.regions ?? [] });
}

describe('the SQL of a Python text', () => {
  it.each<[string, string, string[]]>([
    ['a string', 'spark.sql("SELECT 1")', ['SELECT 1']],
    ['single quotes', "self.spark.sql( 'SELECT 1' ).show()", ['SELECT 1']],
    ['three quotes', 'spark.sql("""\n  SELECT "a"\n""")', ['\n  SELECT "a"\n']],
    ['three single quotes', "spark.sql('''SELECT 'a' ''')", ["SELECT 'a' "]],
    ['a session by another name', 'my_session.sql("a"); SparkSession.builder.getOrCreate().sql("b")', ['a', 'b']],
    ['a session that a function gives', 'get_spark().sql("a")', ['a']],
    ['over lines, with comments', '(spark\n  .sql(  # why\n    "SELECT 1"  # because\n  ))', ['SELECT 1']],
    ['a line that goes on', 'spark.sql(\\\n  "SELECT 1")', ['SELECT 1']],
    ['strings side by side', 'spark.sql("SELECT 1 "\n  "AS x")', [`SELECT 1 ${' '.repeat(5)}AS x`]],
    ['strings in parentheses', 'spark.sql(("a "\n "b"), args={"x": "y"})', ['a     b']],
    ['only the first argument', 'spark.sql("a", "b", c="d")', ['a']],
    [
      'fields of an f-string',
      'spark.sql(f"SELECT {a}, {{}} FROM t_{b[\'x\']:>{w}}")',
      [`SELECT ···, { }  FROM t_${'·'.repeat(13)}`],
    ],
    [
      'a field with the quotes around it',
      'spark.sql(f"SELECT {", ".join(c)} FROM t")',
      [`SELECT ${'·'.repeat(14)} FROM t`],
    ],
    ['a field that is not closed', 'spark.sql(f"SELECT {a FROM t")\nspark.sql("b")', [`SELECT ${'·'.repeat(9)}`, 'b']],
    ['raw f-strings', 'spark.sql(rf"""SELECT \'\\d\' {x}""")', ["SELECT '\\d' ···"]],
    ['raw strings', 'spark.sql(r\'SELECT "\\n"\')', ['SELECT "\\n"']],
    ['unicode and byte strings', 'spark.sql(u"a"); spark.sql(b"b")', ['a']],
    ['escapes', 'spark.sql("a\\tb\\n--c\\n\\\\d\\x41\\q")', ['a  b \n--c \n \\dxxxx\\q']],
    ['escaped quotes, with the blank outside', "spark.sql('SELECT \\'a\\', 1')", ["SELECT  'a' , 1"]],
    ['a line that goes on inside', 'spark.sql("a \\\nb")', ['a   b']],
    ['percent signs', 'spark.sql("SELECT %s, %(x)d, 5 %% 2" % (1, 2))', ['SELECT ··, ·····, 5 %  2']],
    ['percent signs that are SQL', 'spark.sql("SELECT 5 % s")', ['SELECT 5 % s']],
    ['format', 'spark.sql("SELECT {} FROM {t.x} {0!r}".format(1))', ['SELECT ·· FROM ····· ·····']],
    ['parameters by name', 'spark.sql("SELECT * FROM {df}", df=df)', ['SELECT * FROM ····']],
    ['what Spark puts in', 'spark.sql("SELECT ${x}")', ['SELECT ${x}']],
    ['added strings', 'spark.sql("SELECT * FROM " + t + " WHERE a")', [`SELECT * FROM ${'·'.repeat(9)} WHERE a`]],
    ['added calls', 'spark.sql("a " + f("x", y + "z")["k"] + "b")', [`a ${'·'.repeat(28)}b`]],
    ['an added end', 'spark.sql("SELECT * FROM " + t)', ['SELECT * FROM ·']],
    ['a method of the string', 'spark.sql("a".replace("b", "c"))', ['a·']],
    ['an unclosed string', 'spark.sql("SELECT 1\nx = 1', ['SELECT 1']],
    ['an unclosed string, CRLF', 'spark.sql("SELECT 1\r\nx = 1', ['SELECT 1']],
    ['an unclosed long string', 'spark.sql("""SELECT 1\nx = 1', ['SELECT 1\nx = 1']],
    ['a cell', '%%sql\nSELECT 1', ['SELECT 1']],
    ['a cell with options, after comments', '# c\n\n%%sql df -o x\r\nSELECT 1\r\n', ['SELECT 1\r\n']],
    ['a cell of Databricks', '%sql\nSELECT 1\nFROM t', ['SELECT 1\nFROM t']],
    ['a line', 'x = 1\n%sql SELECT 1\ny = 2', ['SELECT 1']],
    [
      'MAGIC',
      '# Databricks notebook source\n# MAGIC %sql\n# MAGIC SELECT 1\n# MAGIC   AS x\n\n# MAGIC %md\n# MAGIC hello',
      [`\n${' '.repeat(8)}SELECT 1\n${' '.repeat(8)}  AS x`],
    ],
    [
      'MAGIC on one line, CRLF',
      '# MAGIC %sql SELECT 1\r\n# MAGIC\r\n# MAGIC , 2\r\nx',
      [`SELECT 1\r\n${' '.repeat(7)}\r\n${' '.repeat(8)}, 2`],
    ],
    ['letters beyond ASCII', 'größe_spark.sql("größe 😀")', ['größe 😀']],
  ])('%s', (_, source, expected) => expect(found(source)).toEqual(expected));

  it.each([
    ['other objects', 'duckdb.sql("SELECT 1"); spark.read.sql("x"); sql("y")'],
    ['comments', '# spark.sql("SELECT 1")\nx = 1'],
    ['strings', 'x = "spark.sql(\'SELECT 1\')"\ny = """\n%sql SELECT 1\n"""'],
    ['variables', 'spark.sql(query)\nspark.sql(x + "SELECT 1")'],
    ['the operator', 'x = 7\\\n  %sql'],
    ['nothing', ''],
  ])('is not found in %s', (_, source) => expect(found(source)).toEqual([]));

  it('tells the region of an offset, its ends included', () => {
    const embedded = embeddedSql('spark.sql("ab")');
    expect(embedded && [10, 11, 13, 14].map((offset) => regionAt(embedded, offset)?.quote)).toEqual([
      undefined,
      '"',
      '"',
      undefined,
    ]);
  });
});

/** Below the text: `#: offers: …`, `#: not: …`, `#: nothing:`, as for SQL. */
describe('completion at the carets of test/fixtures/python/complete', () => {
  it.each(readdirSync(FIXTURES))('%s', (file) => {
    const lines = readFileSync(join(FIXTURES, file), 'utf8').split('\n');
    const rules = lines.flatMap((line) => /^#: (\w+): ?(.*?)\r?$/.exec(line)?.slice(1, 3) ?? []);
    const { text, offset } = withCaret(lines.filter((line) => !line.startsWith('#: ')).join('\n'));
    const { items } = complete(documentOf(text), offset, picture);
    const labels = items.map(({ label }) => label);
    expect(rules.length).toBeGreaterThan(0);
    for (let at = 0; at < rules.length; at += 2) {
      const list = (rules[at + 1] ?? '').split(', ');
      if (rules[at] === 'offers') expect(labels).toEqual(expect.arrayContaining(list));
      else if (rules[at] === 'first') expect(labels.slice(0, list.length)).toEqual(list);
      else if (rules[at] === 'not') expect(labels.filter((label) => list.includes(label))).toEqual([]);
      else expect(labels).toEqual([]);
    }
    for (const { replace } of items) expect(replace[0] <= offset && replace[1] >= offset).toBe(true);
  });
});

describe('what is wrong with SQL in Python', () => {
  const wrong = (source: string): string[] => {
    const { diagnostics } = diagnose(documentOf(source), picture);
    return diagnostics.map(({ start, end, code }) => `${code} ${source.slice(start, end)}`);
  };

  it('stands at its place', () => {
    expect(wrong('a = 1\nspark.sql("SELEC 1")\nspark.sql("SELECT 1")')).toEqual(['syntax SELEC']);
    expect(wrong('spark.sql("""\n  SELECT order_idd FROM lake.sales.orders\n""")')).toEqual([
      'unknown-column order_idd',
    ]);
    expect(wrong("spark.sql('SELECT 1 FROM lake.sales.orderz')")).toEqual(['unknown-table lake.sales.orderz']);
  });

  it('costs no other string', () => {
    expect(
      wrong('spark.sql("SELECT \'a")\nspark.sql("SELECT 1")\nspark.sql("BEGIN SELECT 1")\nspark.sql("SELECT 2")'),
    ).toEqual(expect.arrayContaining(["syntax 'a"]));
    expect(wrong('spark.sql("SELECT 1 /* c")\nspark.sql("SELEC 1")')).toEqual(expect.arrayContaining(['syntax SELEC']));
  });

  it('is not said of what Python puts in', () => {
    const unknown = ['f"SELECT {a} FROM {t} {w}"', 'f"SELECT nope FROM lake.sales.orders WHERE x = \'{y}\'"'];
    const format = ['"SELECT nope FROM lake.sales.orders {}".format(x)', '"SELECT * FROM lake.sales.o%s" % x'];
    const added = ['"SELECT nope FROM lake.sales.orders " + w', '"SELECT * FROM lake.sales." + t + " WHERE x = 1"'];
    for (const argument of [...unknown, ...format, ...added]) expect(wrong(`spark.sql(${argument})`)).toEqual([]);
  });
});

describe('random Python', () => {
  const sources = readdirSync(FIXTURES).map((file) => readFileSync(join(FIXTURES, file), 'utf8'));
  const pieces = [
    'spark.sql(',
    '"""',
    "'''",
    '"',
    "'",
    'f"',
    'rb"',
    '{',
    '}',
    '\\',
    '\n',
    '\r\n',
    '#',
    '%sql ',
    '%%sql\n',
  ];
  const more = [
    '# MAGIC %sql\n',
    '+',
    '%',
    '.format(',
    ')',
    '(',
    '\ud800',
    'ſpark',
    '\ufffc',
    '\u0000',
    '${x}',
    'SELECT ',
  ];

  it('breaks nothing, and keeps its length', { timeout: 30_000 }, () => {
    const next = random(Number(process.env.FUZZ_SEED ?? 1));
    const until = Date.now() + Number(process.env.FUZZ_SECONDS ?? 2) * 1000;
    while (Date.now() < until) {
      let source = sources[next(sources.length)] ?? '';
      for (let edits = next(4); edits > 0; edits--) source = mutate(source, next);
      for (let edits = next(6); edits > 0; edits--) {
        const at = next(source.length + 1);
        const list = next(2) === 0 ? pieces : more;
        source = source.slice(0, at) + (list[next(list.length)] ?? '') + source.slice(at);
      }
      const begun = performance.now();
      const embedded = embeddedSql(source);
      if (embedded === null) continue;
      expect(embedded.text.length, source).toBe(source.length);
      let last = 0;
      for (const { start, end } of embedded.regions) {
        expect(start, source).toBeGreaterThanOrEqual(last);
        expect(end, source).toBeGreaterThanOrEqual(start);
        last = end;
      }
      const document = new SqlDocument(embedded.text, { parts: embedded.regions });
      for (const { start, end } of document.statements) expect(document.holds(start) && document.holds(end)).toBe(true);
      const offset = next(source.length + 1);
      complete(document, offset, picture);
      hover(document, offset, picture);
      diagnose(document, picture);
      expect(performance.now() - begun, source).toBeLessThan(1_000);
    }
  });

  it('takes time by its length', () => {
    const hostile = [
      '%',
      ' %',
      'spark.sql(f"{"',
      'spark.sql(f"{(\'',
      'spark.sql("a" + ',
      '# MAGIC %sql\n',
      'spark.sql(',
      "f'{",
      '"',
      '\\',
    ];
    for (const piece of hostile) {
      const source = `spark.sql("x")\n${piece.repeat(Math.ceil(100_000 / piece.length))}`;
      const begun = performance.now();
      embeddedSql(source);
      expect(performance.now() - begun, piece).toBeLessThan(10_000);
    }
  });
});
