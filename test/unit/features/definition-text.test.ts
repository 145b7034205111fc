import { describe, expect, it } from 'vitest';
import { definitionText, type DescribedTable } from '../../../server/src/features/definition-text';
import { SqlDocument } from '../../../server/src/sql/document';
import { typeText } from '../../../server/src/sql/type-text';

const nothing: DescribedTable = {
  path: ['lake', 'sales', 'orders'],
  kind: 'table',
  format: 'iceberg',
  comment: null,
  columns: [],
  partitionFields: [],
  location: null,
  properties: {},
  viewText: null,
  sortOrder: [],
  identifierFields: [],
  formatVersion: null,
};
const column = (name: string, type: string, nullable = true, comment: string | null = null) => ({
  name,
  type,
  nullable,
  comment,
});

describe('the definition document', () => {
  it('writes a table whole', () => {
    const { text } = definitionText({
      ...nothing,
      path: ['lake', 'my sales', 'orders'],
      comment: "it's\nold \\ new",
      columns: [
        column('id', 'bigint', false, 'the id'),
        column('customer', 'struct<id:bigint,full name:string,xs:array<struct<a:int>>>'),
        column('select', 'decimal(12,2)'),
      ],
      partitionFields: ['days(ts)', 'bucket(16, id)'],
      location: 's3://b/orders',
      properties: { 'write.format.default': 'parquet', metadata_location: 's3://b/m', owner: 'root', EXTERNAL: 'TRUE' },
      sortOrder: ['ts DESC'],
      identifierFields: ['id'],
      formatVersion: 2,
    });
    expect(text).toBe(`CREATE TABLE lake.\`my sales\`.orders (
  id BIGINT NOT NULL COMMENT 'the id',
  customer STRUCT<id: BIGINT, \`full name\`: STRING, xs: ARRAY<STRUCT<a: INT>>>,
  \`select\` DECIMAL(12,2)
)
USING iceberg
PARTITIONED BY (days(ts), bucket(16, id))
COMMENT 'it\\'s\\nold \\\\ new'
LOCATION 's3://b/orders'
TBLPROPERTIES (
  'format-version' = '2',
  'write.format.default' = 'parquet'
);

ALTER TABLE lake.\`my sales\`.orders WRITE ORDERED BY ts DESC;

ALTER TABLE lake.\`my sales\`.orders SET IDENTIFIER FIELDS id;
`);
  });

  it('is SQL that our own parser takes, with every column where it says', () => {
    const { text, columns, name } = definitionText({
      ...nothing,
      comment: "a ' quote",
      columns: [
        column('id', 'bigint', false),
        column('größe', 'map<string,array<int>>'),
        column('a b', 'timestamp_ntz'),
      ],
      partitionFields: ['`a b`'],
      properties: { "k'ey": 'v' },
      sortOrder: ['days(`a b`) NULLS LAST'],
      identifierFields: ['id'],
    });
    const document = new SqlDocument(text);
    expect(document.statements.flatMap(({ parsed }) => parsed.errors)).toEqual([]);
    expect(text.slice(...name)).toBe('lake.sales.orders');
    expect([...columns].map(([key, span]) => [key, text.slice(...span)])).toEqual([
      ['id', 'id'],
      ['größe', '`größe`'],
      ['a b', '`a b`'],
    ]);
  });

  it('shows a view’s text, and says when there is none', () => {
    const view: DescribedTable = {
      ...nothing,
      kind: 'view',
      format: null,
      path: ['lake', 'v'],
      columns: [column('a', 'int', true, 'one')],
    };
    expect(definitionText({ ...view, viewText: 'SELECT 1 AS a;\n' }).text).toBe(
      "CREATE VIEW lake.v (\n  a COMMENT 'one'\n)\nAS\nSELECT 1 AS a;\n",
    );
    expect(definitionText(view).text).toContain('does not tell');
  });

  it('writes a table of which nothing is known', () => {
    expect(definitionText({ ...nothing, format: null }).text).toBe('CREATE TABLE lake.sales.orders;\n');
  });
});

describe('a type as DDL is written', () => {
  it.each([
    ['bigint', 'BIGINT'],
    ['decimal(12, 2)', 'DECIMAL(12,2)'],
    ['struct<>', 'STRUCT<>'],
    ['struct<Id:bigint,`a b`:string>', 'STRUCT<Id: BIGINT, `a b`: STRING>'],
    ['map<string,struct<a:int,b:decimal(10,2)>>', 'MAP<STRING, STRUCT<a: INT, b: DECIMAL(10,2)>>'],
    ["struct<a: int comment 'x, y', b: array<int> not null>", "STRUCT<a: INT COMMENT 'x, y', b: ARRAY<INT> NOT NULL>"],
    ['timestamp without time zone', 'TIMESTAMP WITHOUT TIME ZONE'],
    ['', ''],
    ['struct<<<', 'STRUCT<<<'],
  ])('%s', (type, expected) => {
    expect(typeText(type)).toBe(expected);
  });
});
