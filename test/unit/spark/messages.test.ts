import { describe, expect, it } from 'vitest';
import { innermost, shortMessage, stackTraceText } from '../../../lakehouse/src/spark/message';
import { fromContext, fromMessage } from '../../../lakehouse/src/spark/position';
import { isPlainQuery } from '../../../lakehouse/src/spark/statement';

describe('the message for people', () => {
  it.each([
    [
      "[TABLE_OR_VIEW_NOT_FOUND] The table `t` cannot be found.\nTo tolerate it use IF EXISTS. SQLSTATE: 42P01; line 1 pos 14;\n'Project [*]\n+- 'UnresolvedRelation [t]\n",
      '[TABLE_OR_VIEW_NOT_FOUND] The table `t` cannot be found.\nTo tolerate it use IF EXISTS. SQLSTATE: 42P01',
    ],
    [
      "\n[PARSE_SYNTAX_ERROR] Syntax error at or near 't'. SQLSTATE: 42601 (line 1, pos 13)\n\n== SQL ==\nSELECT\n---^^^\n",
      "[PARSE_SYNTAX_ERROR] Syntax error at or near 't'. SQLSTATE: 42601",
    ],
    [
      '[DIVIDE_BY_ZERO] Division by zero. SQLSTATE: 22012\n== SQL (line 1, position 8) ==\nSELECT 1/0\n       ^^^\n',
      '[DIVIDE_BY_ZERO] Division by zero. SQLSTATE: 22012',
    ],
    ['No such file\n\tat java.io.File.open(File.java:1)\n\tat b.c(d:2)', 'No such file'],
    ['Job aborted\nDriver stacktrace:\n  x', 'Job aborted'],
    ['plain', 'plain'],
  ])('%j', (text, expected) => {
    expect(shortMessage(text)).toBe(expected);
  });

  it('is that of the task when a job was aborted', () => {
    const text =
      'Job aborted due to stage failure: Task 0 in stage 1.0 failed 1 times: org.apache.spark.SparkRuntimeException: [USER_RAISED_EXCEPTION] boo SQLSTATE: P0001\n\tat a.b(c:1)';
    expect(shortMessage(innermost(text))).toBe('[USER_RAISED_EXCEPTION] boo SQLSTATE: P0001');
    expect(innermost('[A_B] as it is')).toBe('[A_B] as it is');
  });

  it('has its stack trace apart, causes included, loops not', () => {
    const frame = { declaringClass: 'a.B', methodName: 'c', fileName: 'B.scala', lineNumber: 7 };
    const text = stackTraceText(
      [
        { errorTypeHierarchy: ['X'], message: 'one', stackTrace: [frame], causeIdx: 1 },
        {
          errorTypeHierarchy: ['Y'],
          message: 'two',
          stackTrace: [{ ...frame, fileName: undefined, lineNumber: -1 }],
          causeIdx: 0,
        },
      ],
      0,
    );
    expect(text).toBe('X: one\n\tat a.B.c(B.scala:7)\nCaused by: Y: two\n\tat a.B.c(Unknown Source)');
  });
});

describe('the position of an error', () => {
  const context = (sql: string, startIndex: number, stopIndex: number, objectType = '') =>
    fromContext(sql, { objectType, startIndex, stopIndex, fragment: sql.slice(startIndex, stopIndex + 1) });

  it('comes from a query context, counted in code points by Spark', () => {
    expect(context('SELECT * FROM nope', 14, 17)).toEqual({ start: 14, end: 18, line: 1, col: 15 });
    const sql = "select '😀',\n nocol";
    const start = [...sql.slice(0, sql.indexOf('nocol'))].length;
    expect(context(sql, start, start + 4)).toEqual({ start: sql.indexOf('nocol'), end: sql.length, line: 2, col: 2 });
  });

  it('is not made of a context about another text', () => {
    expect(context('SELECT * FROM v', 0, 3, 'VIEW')).toBeUndefined();
    expect(context('SELECT 1', -1, -1)).toBeUndefined();
    expect(
      fromContext('SELECT * FROM v', { objectType: '', startIndex: 7, stopIndex: 9, fragment: '1/0' }),
    ).toBeUndefined();
  });

  it('comes from the line and column of a parse error, with the token as its length', () => {
    const sql = 'SELECT 1\nFRM t WHERE';
    expect(fromMessage(sql, "near 't'. (line 2, pos 4)", 't')).toEqual({ start: 13, end: 14, line: 2, col: 5 });
    expect(fromMessage(sql, 'SQLSTATE: 1; line 2 pos 0;', undefined)).toEqual({ start: 9, end: 12, line: 2, col: 1 });
    expect(fromMessage(sql, 'at the end (line 2, pos 11)', 'end of input')).toEqual({
      start: 20,
      end: 20,
      line: 2,
      col: 12,
    });
    expect(fromMessage(sql, 'line 9 pos 1')).toBeUndefined();
    expect(fromMessage(sql, 'no place')).toBeUndefined();
  });
});

describe('a plain query', () => {
  it.each([
    'SELECT 1',
    '  -- a comment\n/* two */ ((select 1))',
    'WITH a AS (SELECT 1) SELECT * FROM a',
    'VALUES (1)',
    'TABLE t',
    'FROM t |> WHERE x > 1',
  ])('%s', (sql) => expect(isPlainQuery(sql)).toBe(true));
  it.each([
    'INSERT INTO t VALUES (1)',
    'WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a',
    'FROM a INSERT INTO t SELECT *',
    'SHOW TABLES',
    'CREATE TABLE t AS SELECT 1',
    "CALL c.system.rewrite_data_files('t')",
    '-- SELECT 1\nDROP TABLE t',
    '',
  ])('%s is not', (sql) => expect(isPlainQuery(sql)).toBe(false));
});
