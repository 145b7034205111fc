import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readJsonFile } from '../../../server/src/catalog/json-file';

describe('JSON files', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lakehouse-json-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const read = (content: string | Buffer, revive?: (key: string, value: unknown) => unknown): Promise<unknown> => {
    const file = join(folder, 'file.json');
    writeFileSync(file, content);
    return readJsonFile(file, revive);
  };

  it.each([
    ['{}'],
    ['[]'],
    ['null'],
    [' [ true , false , null ] '],
    ['[0, -0, 1, -12, 3.25, 1e3, -2.5E-3, 9007199254740991]'],
    ['{"a": {"b": [{"c": []}, {}]}, "a2": ""}'],
    [JSON.stringify('"\\/\b\f\n\r\t\u2028größe 🧊')],
    ['["\\u00e9\\ud83e\\uddca", "é🧊"]'],
    [`"${'long '.repeat(100)}"`],
    ['{"a": 1, "a": 2}'],
    ['\r\n\t{"a":\n1}\n'],
  ])('%s is read as JSON.parse reads it', async (text) => expect(await read(text)).toEqual(JSON.parse(text)));

  it('keeps whole numbers beyond 2^53 as their digits', async () =>
    expect(await read('[5660770991823815685, -5660770991823815685, 1.5e300]')).toEqual([
      '5660770991823815685',
      '-5660770991823815685',
      1.5e300,
    ]));

  it('takes a byte order mark', async () => expect(await read('\uFEFF{"a":1}')).toEqual({ a: 1 }));

  it('reads what is nested deep', async () => {
    let value = await read('['.repeat(100_000) + ']'.repeat(100_000));
    let depth = 0;
    for (; Array.isArray(value); value = value[0]) depth++;
    expect(depth).toBe(100_000);
  });

  it('gives members to whoever wants to keep something else', async () => {
    const seen: string[] = [];
    const value = await read('{"a": {"b": 1}, "c": [2]}', (key, given) => {
      seen.push(key);
      return key === 'c' ? 'other' : given;
    });
    expect(value).toEqual({ a: { b: 1 }, c: 'other' });
    expect(seen).toEqual(['b', 'a', 'c']);
  });

  it('makes no object of another kind', async () => {
    const value = await read('{"__proto__": {"evil": true}}');
    expect((value as { evil?: boolean }).evil).toBeUndefined();
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it.each([
    ['', 0],
    ['{"a" 1}', 5],
    ['{"a": 1,}', 8],
    ['[1 2]', 3],
    ['[1', 2],
    ['{"a', 3],
    ['nul', 0],
    ['01', 0],
    ['[.5]', 1],
    ['{} {}', 3],
    ['"\\x"', 1],
    ['"a\nb"', 1],
    ['{a: 1}', 1],
  ])('%j is none, and where', async (text, place) => {
    expect(() => JSON.parse(text) as unknown).toThrow();
    await expect(read(text)).rejects.toThrow(`not JSON at byte ${place}:`);
  });
});
