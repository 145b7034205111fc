import { describe, expect, it } from 'vitest';
import { folding } from '../../../server/src/features/folding';
import { SqlDocument } from '../../../server/src/sql/document';

/** `first-last kind`, lines from 1; several in one line are one. */
function folds(text: string): string[] {
  const line = (offset: number): number => text.slice(0, offset).split('\n').length;
  const spans = folding(new SqlDocument(text)).map(
    ({ start, end, kind }) => `${line(start)}-${line(end)}${kind === 'code' ? '' : ` ${kind}`}`,
  );
  return [...new Set(spans)];
}

describe('folding', () => {
  it('folds statements over lines, and no others', () => {
    expect(folds('SELECT 1;\nSELECT\n  2\nFROM t;\n\nSELECT 3')).toEqual(['2-4']);
  });

  it('folds brackets and leaves what closes them', () => {
    expect(folds('WITH c AS (\n  SELECT 1\n)\nSELECT f(\n  1,\n  2) FROM c')).toEqual(['1-6', '1-2', '4-6']);
    expect(folds('CREATE TABLE t (\r\n  a INT,\r\n  b INT\r\n)')).toEqual(['1-4', '1-3']);
  });

  it('folds CASE', () => {
    expect(folds('SELECT\n  CASE\n    WHEN a THEN CASE b\n      WHEN 1 THEN 2\n    END\n  END\nFROM t')).toEqual([
      '1-7',
      '2-5',
      '3-4',
    ]);
  });

  it('folds the blocks of scripts', () => {
    const script = `BEGIN
  IF a THEN
    SELECT 1;
  ELSE
    SELECT CASE
      WHEN b THEN 1
    END;
  END IF;
  l: LOOP
    LEAVE l;
  END LOOP;
END;`;
    expect(folds(script)).toEqual(['1-12', '1-11', '2-7', '5-6', '9-10']);
  });

  it('folds comments and regions', () => {
    expect(folds('/* a\n b */\nSELECT 1')).toEqual(['1-2 comment']);
    expect(folds('-- a\n-- b\n\n-- c\nSELECT 1 -- d\n-- e')).toEqual(['1-2 comment']);
    expect(folds('-- region one\nSELECT 1;\n--#region two\nSELECT 2;\n-- endregion\n-- #endregion')).toEqual([
      '1-6 region',
      '3-5 region',
    ]);
  });

  it('takes broken text as it is', () => {
    expect(folds(')(\n(\nSELECT ((\n1;\nEND END CASE')).toEqual(['1-4']);
    expect(folds('-- endregion\n-- region\nSELECT 1')).toEqual([]);
    expect(folds('')).toEqual([]);
  });
});
