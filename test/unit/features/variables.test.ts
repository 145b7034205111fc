import { expect, it } from 'vitest';
import { declaredVariables } from '../../../server/src/features/variables';
import { SqlDocument } from '../../../server/src/sql/document';

it('variables that a text declares are found under each way to write it', () => {
  const text = `DECLARE a INT; declare /* why */ or replace variable B = 1;
    DECLARE VAR \`größe m\`, c, d DEFAULT 2; SELECT 'declare x'; DECLARE`;
  expect(declaredVariables(new SqlDocument(text))).toEqual(['a', 'b', 'größe m', 'c', 'd']);
});
