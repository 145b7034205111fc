import { describe, expect, it } from 'vitest';
import { formatOf, isView } from '../../../lakehouse/src/catalog/raw';
import type { RawShape } from '../../../lakehouse/src/catalog/raw';

const shape = (part: Partial<RawShape>): RawShape => ({
  tableType: 'EXTERNAL_TABLE',
  parameters: {},
  inputFormat: null,
  serde: null,
  ...part,
});
const hiveIo = 'org.apache.hadoop.hive.ql.io';

describe('formatOf', () => {
  it.each<[string | null, Partial<RawShape>]>([
    ['iceberg', { parameters: { table_type: 'ICEBERG' } }],
    ['iceberg', { parameters: { table_type: 'iceberg' } }],
    ['iceberg', { tableType: 'VIRTUAL_VIEW', parameters: { table_type: 'ICEBERG-VIEW' } }],
    ['delta', { parameters: { 'spark.sql.sources.provider': 'DELTA' } }],
    ['csv', { parameters: { 'spark.sql.sources.provider': 'csv' }, serde: 'x.LazySimpleSerDe' }],
    ['parquet', { inputFormat: `${hiveIo}.parquet.MapredParquetInputFormat` }],
    [
      'parquet',
      { parameters: { 'spark.sql.sources.provider': 'hive' }, serde: `${hiveIo}.parquet.serde.ParquetHiveSerDe` },
    ],
    ['orc', { serde: `${hiveIo}.orc.OrcSerde` }],
    ['avro', { serde: 'org.apache.hadoop.hive.serde2.avro.AvroSerDe' }],
    ['json', { serde: 'org.openx.data.jsonserde.JsonSerDe', inputFormat: 'org.apache.hadoop.mapred.TextInputFormat' }],
    ['csv', { serde: 'org.apache.hadoop.hive.serde2.OpenCSVSerde' }],
    ['hudi', { inputFormat: 'org.apache.hudi.hadoop.HoodieParquetInputFormat' }],
    ['text', { inputFormat: 'org.apache.hadoop.mapred.TextInputFormat' }],
    ['csv', { parameters: { classification: 'csv' }, serde: 'x.LazySimpleSerDe' }],
    ['hive', { inputFormat: 'com.example.Own' }],
    [null, { tableType: 'VIRTUAL_VIEW', parameters: { 'spark.sql.sources.provider': 'parquet' } }],
  ])('%s', (format, part) => {
    expect(formatOf(shape(part))).toBe(format);
  });

  it('knows both kinds of view', () => {
    expect(
      ['VIRTUAL_VIEW', 'MATERIALIZED_VIEW', 'MANAGED_TABLE', null].map((tableType) => isView(shape({ tableType }))),
    ).toEqual([true, true, false, false]);
  });
});
