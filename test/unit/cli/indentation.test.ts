import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { apply, DEFAULT_FORMAT, format } from '../../../server/src/features/format';
import { SqlDocument } from '../../../server/src/sql/document';
import { indentationOf } from '../../../server/src/cli/indentation';

describe('the indentation of a text', () => {
  it.each([
    ['nothing', '', null],
    ['lines that are not indented', 'a\nb\r\n\r\nc', null],
    ['two blanks', 'a\n  b\n    c\n  d\ne', { useTabs: false, size: 2 }],
    ['four blanks, and steps of two levels', 'a\n        b\n    c\nd\n    e', { useTabs: false, size: 4 }],
    ['tabs', 'a\n\tb\n\t\tc\n  d', { useTabs: true, size: 4 }],
    ['blank lines between', 'a\n   b\n\n   c\n', { useTabs: false, size: 3 }],
    ['lines beyond any indentation', 'a\n                    b', null],
  ])('of %s', (_, text, indentation) => {
    expect(indentationOf(text)).toEqual(indentation);
  });
});

const folder = join(import.meta.dirname, '../../fixtures/sql/accept');
const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));

describe('what the formatter made', () => {
  it.each([2, 3, 4, 8])('with %i blanks looks like that, or is not indented', (indent) => {
    const options = { ...DEFAULT_FORMAT, indent };
    const formatted = (text: string): string => apply(text, format(new SqlDocument(text), options).changes);
    const wrong = texts.map(formatted).filter((text) => (indentationOf(text)?.size ?? indent) !== indent);
    expect(wrong).toEqual([]);
    expect(indentationOf(formatted(texts.join('\n')))).toEqual({ useTabs: false, size: indent });
  });
});
