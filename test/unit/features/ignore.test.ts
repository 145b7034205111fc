import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../server/src/features/diagnostics';
import type { DiagnosticOptions } from '../../../server/src/features/types';
import { SqlDocument } from '../../../server/src/sql/document';
import { pictureOf } from './caret';

const picture = pictureOf('rules.json');
const found = (text: string, options: DiagnosticOptions = {}) =>
  diagnose(new SqlDocument(text), picture, options).diagnostics.map(
    ({ code, start, end }) => `${code}: ${text.slice(start, end)}`,
  );

describe('silencing in place', () => {
  it.each([
    ['above the line', '-- lakehouse-ignore: change-without-where\nDELETE FROM t'],
    ['at its end', 'DELETE FROM t -- lakehouse-ignore: change-without-where'],
    ['with other comments between', '-- lakehouse-ignore: change-without-where\n-- All of them.\nDELETE FROM t'],
    ['in a block comment', '/* lakehouse-ignore: change-without-where */\nDELETE FROM t'],
    ['without a colon', '-- lakehouse-ignore change-without-where\nDELETE FROM t'],
    ['several', '-- lakehouse-ignore: unknown-column, null-comparison\nSELECT nope = NULL FROM hive_prod.sales.orders'],
    ['with Windows line ends', '-- lakehouse-ignore: change-without-where\r\nDELETE FROM t\r\n'],
    ['inside a statement', 'SELECT 1,\n  -- lakehouse-ignore: unknown-column\n  nope\nFROM hive_prod.sales.orders'],
    ['for the file', '-- About this file.\n-- lakehouse-ignore-file: change-without-where\nSELECT 1;\nDELETE FROM t'],
    ['a syntax error', 'SELECT FROM WHERE -- lakehouse-ignore: syntax'],
  ])('%s', (_, text) => expect(found(text)).toEqual([]));

  it('is about its line and its code only', () => {
    const text = '-- lakehouse-ignore: change-without-where\nDELETE FROM t;\nDELETE FROM u';
    expect(found(text)).toEqual(['change-without-where: DELETE FROM u']);
    expect(found('-- lakehouse-ignore: drop-purge\nDELETE FROM t')).toEqual(['change-without-where: DELETE FROM t']);
    expect(found('DELETE FROM t\n-- lakehouse-ignore: change-without-where')).toHaveLength(1);
  });

  it('is no comment in a string', () => {
    expect(found("DELETE FROM t; SELECT '-- lakehouse-ignore-file: change-without-where'")).toHaveLength(1);
  });

  it('says of a code that it is none, with the nearest one', () => {
    const text = '-- lakehouse-ignore: change-without-were, drop-purge\nDELETE FROM t';
    const [first] = diagnose(new SqlDocument(text), picture).diagnostics;
    expect(first).toMatchObject({
      code: 'unknown-ignore',
      severity: 'information',
      replacements: ['change-without-where'],
    });
    expect(text.slice(first?.start, first?.end)).toBe('change-without-were');
  });

  it('says of the file’s comment that it comes too late', () => {
    const text = 'SELECT 1;\n-- lakehouse-ignore-file: change-without-where\nDELETE FROM t';
    expect(found(text)).toEqual(['unknown-ignore: change-without-where', 'change-without-where: DELETE FROM t']);
  });

  it('follows the text', () => {
    const document = new SqlDocument('DELETE FROM t');
    const count = () => diagnose(document, picture).diagnostics.length;
    expect(count()).toBe(1);
    document.update('-- lakehouse-ignore: change-without-where\nDELETE FROM t');
    expect(count()).toBe(0);
    document.update('DELETE FROM t');
    expect(count()).toBe(1);
  });
});

describe('severities', () => {
  it('are the rule’s unless set, and off silences', () => {
    const severityWith = (severities: DiagnosticOptions['severities']) =>
      diagnose(new SqlDocument('DELETE FROM t'), picture, { severities }).diagnostics.map(({ severity }) => severity);
    expect(severityWith(undefined)).toEqual(['warning']);
    expect(severityWith({ 'change-without-where': 'error' })).toEqual(['error']);
    expect(severityWith({ 'change-without-where': 'hint' })).toEqual(['hint']);
    expect(severityWith({ 'change-without-where': 'off' })).toEqual([]);
    expect(severityWith({ 'no-such-rule': 'off' })).toEqual(['warning']);
  });
});
