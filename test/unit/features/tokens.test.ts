import { describe, expect, it } from 'vitest';
import {
  differenceOf,
  encodeTokens,
  semanticTokens,
  TOKEN_MODIFIERS,
  TOKEN_TYPES,
} from '../../../server/src/features/tokens';
import { emptyPicture } from '../../../server/src/sql/catalog-picture';
import { SqlDocument } from '../../../server/src/sql/document';
import { pictureOf } from './caret';

const picture = pictureOf('rich.json');

/** `word:type.modifier`, read back from the numbers as an editor does. */
function read(text: string, data: readonly number[]): string[] {
  const lines = text.split(/\r\n|\r|\n/);
  const words: string[] = [];
  let [line, char] = [0, 0];
  for (let at = 0; at < data.length; at += 5) {
    const [deltaLine = 0, deltaChar = 0, length = 0, type = -1, modifiers = 0] = data.slice(at, at + 5);
    line += deltaLine;
    char = deltaLine === 0 ? char + deltaChar : deltaChar;
    const word = lines[line]?.slice(char, char + length) ?? '';
    const names = TOKEN_MODIFIERS.filter((_, bit) => (modifiers & (1 << bit)) !== 0);
    words.push([`${word}:${TOKEN_TYPES[type] ?? '?'}`, ...names].join('.'));
  }
  return words;
}
const tokens = (text: string, catalogs = picture): string[] =>
  read(text, encodeTokens(semanticTokens(new SqlDocument(text), catalogs).segments));

describe('semantic tokens', () => {
  it.each([
    [
      'SELECT o.amount FROM lake.sales.orders o',
      [
        'o:interface',
        'amount:property',
        'lake:namespace',
        'sales:namespace',
        'orders:class',
        'o:interface.declaration',
      ],
    ],
    [
      'SELECT sum(date) AS total FROM sales.orders',
      ['sum:function.defaultLibrary', 'date:property', 'total:property.declaration', 'sales:namespace', 'orders:class'],
    ],
    ['SELECT my.f(1), current_date', ['my:namespace', 'f:function', 'current_date:function.defaultLibrary']],
    [
      'WITH c AS (SELECT 1 AS x) SELECT c.x FROM c',
      ['c:struct.declaration', 'x:property.declaration', 'c:struct', 'x:property', 'c:struct'],
    ],
    [
      'SELECT * FROM lake.sales.orders.snapshots',
      ['lake:namespace', 'sales:namespace', 'orders:class', 'snapshots:class.defaultLibrary'],
    ],
    [
      'SELECT * FROM lake.sales.orders.branch_audit',
      ['lake:namespace', 'sales:namespace', 'orders:class', 'branch_audit:enumMember'],
    ],
    [
      'SELECT transform(a, x -> x) FROM t',
      ['transform:function.defaultLibrary', 'a:property', 'x:parameter.declaration', 'x:parameter', 't:class'],
    ],
    ['DECLARE v INT', ['v:variable.declaration']],
    ['SET VAR v = 1', ['v:variable.modification']],
    ['UPDATE t SET a = 1', ['t:class', 'a:property']],
    ['INSERT INTO t (a) SELECT 1', ['t:class', 'a:property.modification']],
    [
      "CALL lake.system.expire_snapshots(table => 't')",
      ['lake:namespace', 'system:namespace', 'expire_snapshots:function.defaultLibrary', 'table:parameter'],
    ],
    [
      'CREATE TABLE t (a INT) PARTITIONED BY (days(a))',
      ['t:class.declaration', 'a:property.declaration', 'days:function.defaultLibrary', 'a:property.modification'],
    ],
    ['BEGIN l: LOOP LEAVE l; END LOOP; END', ['l:label.declaration', 'l:label']],
    [
      'SELECT :p, sum(1) OVER w FROM t WINDOW w AS ()',
      ['p:parameter', 'sum:function.defaultLibrary', 'w:type', 't:class', 'w:type.declaration'],
    ],
    ['SELECT /*+ BROADCAST(o) */ 1 FROM t o', ['o:interface', 't:class', 'o:interface.declaration']],
    ['SELECT `a b`, `größe` FROM t', ['`a b`:property', '`größe`:property', 't:class']],
    ['SELECT a FROM t WHERE (', ['a:property', 't:class']],
    ['', []],
  ])('%s', (text, expected) => {
    expect(tokens(text)).toEqual(expected);
  });

  it('tells a relation’s name from a struct’s once the catalog says so', () => {
    const text = 'SELECT customer.id FROM lake.sales.orders';
    expect(tokens(text).slice(0, 2)).toEqual(['customer:property', 'id:property']);
    expect(tokens(text, emptyPicture).slice(0, 2)).toEqual(['customer:property', 'id:property']);
  });

  it('counts lines as editors do', () => {
    const text = '-- ü\r\n  SELECT a,\r\n\r\n b FROM t;\rSELECT c FROM u; SELECT d\nFROM v';
    expect(tokens(text)).toEqual(
      ['a', 'b', 't', 'c', 'u', 'd', 'v'].map((name) => `${name}:${/[tuv]/.test(name) ? 'class' : 'property'}`),
    );
  });

  it('gives a part’s tokens where they stand in the whole', () => {
    const text = 'SELECT a FROM t;\nSELECT b FROM u;\nSELECT c FROM v';
    const { segments } = semanticTokens(new SqlDocument(text), picture, 20, 25);
    expect(read(text, encodeTokens(segments))).toEqual(['b:property', 'u:class']);
  });

  it('says what it wants to know', () => {
    const unknown = { ...emptyPicture, catalogs: ['lake'], defaultCatalog: 'lake' };
    const { wanted } = semanticTokens(new SqlDocument('SELECT a FROM lake.x.y'), unknown);
    expect(wanted).toEqual([{ kind: 'table', catalog: 'lake', namespace: ['x'], name: 'y' }]);
  });
});

describe('the difference of two encodings', () => {
  const lines = Array.from({ length: 1_000 }, (_, i) => `SELECT a${i}, b\nFROM t WHERE c = ${i};`);

  /** The numbers after the edits. */
  function apply(before: readonly number[], edits: ReturnType<typeof differenceOf>): number[] {
    const data = [...before];
    for (const { start, deleteCount, data: added } of edits) data.splice(start, deleteCount, ...added);
    return data;
  }

  it.each<[string, (text: string) => string]>([
    ['a letter', (text) => text.replace('a500', 'a500x')],
    ['a new line', (text) => text.replace('a500,', 'a500,\n')],
    ['a blank line between', (text) => text.replace('SELECT a500', '\nSELECT a500')],
    ['a new statement', (text) => text.replace('SELECT a500', 'SELECT z FROM y; SELECT a500')],
    ['a lost statement', (text) => text.replace(/SELECT a500[^;]*;/, '')],
    ['a broken quote', (text) => text.replace('a500,', "'a500,")],
    ['nothing', (text) => text],
    ['everything', () => ''],
  ])('of %s is small and right', (what, change) => {
    const text = lines.join('\n');
    const document = new SqlDocument(text);
    const before = semanticTokens(document, picture).segments;
    document.update(change(text));
    const after = semanticTokens(document, picture).segments;
    const edits = differenceOf(before, after);
    expect(apply(encodeTokens(before), edits)).toEqual(encodeTokens(after));
    expect(encodeTokens(after)).toEqual(encodeTokens(semanticTokens(new SqlDocument(change(text)), picture).segments));
    expect(edits.length).toBeLessThanOrEqual(what === 'nothing' ? 0 : 1);
    if (!/quote/.test(what)) expect(edits[0]?.data.length ?? 0).toBeLessThan(40);
  });
});
