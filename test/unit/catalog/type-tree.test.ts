import { describe, expect, it } from 'vitest';
import { type TypeNode, parseType } from '../../../lakehouse/src/catalog/type-tree';

/** The tree in one line: `struct{id: bigint, tags: array{element: string}}`. */
function outline(type: TypeNode): string {
  if (type.children.length === 0) return type.text;
  const fields = type.children.map(({ name, type: of, nullable, comment }) => {
    return `${name}${nullable ? '' : '!'}: ${outline(of)}${comment === null ? '' : ` "${comment}"`}`;
  });
  return `${type.kind}{${fields.join(', ')}}`;
}

describe('a type string as a tree', () => {
  it.each([
    ['bigint', 'bigint'],
    ['decimal(10, 2)', 'decimal(10, 2)'],
    ['timestamp_ntz', 'timestamp_ntz'],
    ['interval day to second', 'interval day to second'],
    ['string collate UNICODE_CI', 'string collate UNICODE_CI'],
    ['struct<id:bigint,name:string>', 'struct{id: bigint, name: string}'],
    ["STRUCT<id: BIGINT NOT NULL, n: STRING COMMENT 'it\\'s'>", 'struct{id!: BIGINT, n: STRING "it\'s"}'],
    ['array<struct<k:string,v:array<int>>>', 'array{element: struct{k: string, v: array{element: int}}}'],
    ['map<string,decimal(38,18)>', 'map{key: string, value: decimal(38,18)}'],
    ['struct<`a b`:int,`c``d`:int,größe:int,1x:int>', 'struct{a b: int, c`d: int, größe: int, 1x: int}'],
    ['struct<>', 'struct<>'],
    // What cannot be read is shown as it is.
    ['struct<id:bigint', 'struct<id:bigint'],
    ['array<>', 'array<>'],
    ['map<string>', 'map<string>'],
    ['struct<a:int>>', 'struct<a:int>>'],
    ['', ''],
    ['<b>bold</b>', '<b>bold</b>'],
  ])('%s', (text, expected) => expect(outline(parseType(text))).toBe(expected));

  it('keeps the text of each part', () => {
    const type = parseType('struct<a:array<int>,b:map<string,int>>');
    expect(type.children.map(({ type: of }) => of.text)).toEqual(['array<int>', 'map<string,int>']);
  });

  it('survives nesting no table has', () => {
    const depth = 100_000;
    const text = 'array<'.repeat(depth) + 'int' + '>'.repeat(depth);
    expect(parseType(text).kind).toBe('primitive');
  });
});
