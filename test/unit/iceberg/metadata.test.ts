import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { LakehouseError } from '../../../lakehouse/src/errors';
import { columnsOf, parseTableMetadata, partitionFieldsOf } from '../../../lakehouse/src/iceberg/metadata';
import { parseViewMetadata } from '../../../lakehouse/src/iceberg/view';

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/iceberg/${name}`, import.meta.url));

/** The smallest metadata file of format version 2, with changes. */
function file(changes: Record<string, unknown> = {}): Buffer {
  return Buffer.from(
    JSON.stringify({
      'format-version': 2,
      location: 's3://b/t',
      'last-updated-ms': 5,
      'current-schema-id': 0,
      schemas: [{ type: 'struct', 'schema-id': 0, fields: [{ id: 1, name: 'a', required: true, type: 'long' }] }],
      'default-spec-id': 0,
      'partition-specs': [{ 'spec-id': 0, fields: [] }],
      ...changes,
    }),
  );
}

function errorOf(bytes: Buffer): LakehouseError {
  try {
    parseTableMetadata(bytes, 's3://b/t/metadata/7.metadata.json');
  } catch (error) {
    if (error instanceof LakehouseError) return error;
  }
  throw new Error('no LakehouseError was thrown');
}

describe('a table that Spark made, evolved, branched and tagged', () => {
  const metadata = parseTableMetadata(fixture('events.metadata.json'), 's3://b/7.metadata.json');

  it('has its columns in Spark words, with what is required and what is said about them', () => {
    expect(columnsOf(metadata.currentSchema).map((c) => [c.name, c.type, c.nullable, c.comment])).toEqual([
      ['id', 'bigint', false, 'the id'],
      ['ts', 'timestamp', true, null],
      ['ntz', 'timestamp_ntz', true, null],
      ['d', 'date', true, null],
      ['name', 'string', true, null],
      ['amount', 'decimal(10,2)', true, null],
      ['bin', 'binary', true, null],
      ['flag', 'boolean', true, null],
      ['f', 'float', true, null],
      ['dbl', 'double', true, null],
      ['i', 'int', true, null],
      ['addr', 'struct<street:string,`odd name`:int>', true, null],
      ['tags', 'array<string>', true, null],
      ['props', 'map<string,struct<a:int,b:array<bigint>>>', true, null],
      ['extra', 'string', true, 'later'],
    ]);
    expect(metadata.schemas).toHaveLength(2);
  });

  it('has the partition fields of its current spec, and keeps the older specs', () => {
    expect(partitionFieldsOf(metadata)).toEqual(['days(ts)', 'bucket(4, id)', 'hours(ntz)']);
    expect(metadata.specs.map((spec) => spec.fields.length)).toEqual([3, 4, 3]);
  });

  it('has every snapshot with its exact id', () => {
    const { snapshots, currentSnapshotId, history } = metadata.info;
    expect(snapshots.map((s) => s.operation)).toEqual(['append', 'append', 'append', 'delete', 'overwrite', 'append']);
    expect(snapshots.map((s) => s.id).slice(0, 2)).toEqual(['732207470110444357', '1121464456839611714']);
    expect(snapshots.map((s) => s.parentId)).toEqual([null, ...snapshots.slice(0, -1).map((s) => s.id)]);
    expect(currentSnapshotId).toBe(snapshots.at(-1)?.id);
    expect(history.map((entry) => entry.snapshotId)).toEqual(snapshots.map((s) => s.id));
    expect(snapshots[0]?.summary['added-records']).toBe('100');
    expect(snapshots[0]?.manifestList).toMatch(/^s3:\/\/lakehouse\/.*snap-732207470110444357-1-.*\.avro$/);
    expect(snapshots.map((s) => s.sequenceNumber)).toEqual(['1', '2', '3', '4', '5', '6']);
  });

  it('has its branch and tag with their retention', () => {
    const third = metadata.info.snapshots[2]?.id;
    expect(Object.fromEntries(metadata.info.refs.map(({ name, ...rest }) => [name, rest]))).toEqual({
      main: {
        type: 'branch',
        snapshotId: metadata.info.currentSnapshotId,
        maxRefAgeMs: null,
        maxSnapshotAgeMs: null,
        minSnapshotsToKeep: null,
      },
      audit: {
        type: 'branch',
        snapshotId: third,
        maxRefAgeMs: 604_800_000,
        maxSnapshotAgeMs: null,
        minSnapshotsToKeep: 2,
      },
      v1: {
        type: 'tag',
        snapshotId: third,
        maxRefAgeMs: 31_536_000_000,
        maxSnapshotAgeMs: null,
        minSnapshotsToKeep: null,
      },
    });
  });
});

describe('format versions 1 and 3', () => {
  it('reads what Spark wrote of version 1, plain and gzipped alike', () => {
    const bytes = fixture('v1.metadata.json');
    const plain = parseTableMetadata(bytes, 'x');
    expect(plain.info.formatVersion).toBe(1);
    expect(partitionFieldsOf(plain)).toEqual(['d', 'amount']);
    expect(parseTableMetadata(gzipSync(bytes), 'x')).toEqual(plain);
  });

  it('reads what Spark wrote of version 3', () => {
    const { info, properties } = parseTableMetadata(fixture('v3.metadata.json'), 'x');
    expect(info.formatVersion).toBe(3);
    expect(info.snapshots).toHaveLength(2);
    expect(properties['write.delete.mode']).toBe('merge-on-read');
  });

  it('reads the oldest form: one schema, one spec, no refs, manifests in the snapshot', () => {
    const metadata = parseTableMetadata(
      Buffer.from(`{
        "format-version": 1, "location": "s3://b/t", "last-updated-ms": 5,
        "schema": {"type": "struct", "fields": [{"id": 1, "name": "ts", "required": false, "type": "timestamptz"}]},
        "partition-spec": [{"name": "ts_day", "transform": "day", "source-id": 1}],
        "current-snapshot-id": 5660770991823815685,
        "snapshots": [{"snapshot-id": 5660770991823815685, "timestamp-ms": 4, "manifests": ["s3://b/m1.avro"]}]
      }`),
      'x',
    );
    expect(partitionFieldsOf(metadata)).toEqual(['days(ts)']);
    expect(metadata.defaultSpec.fields[0]?.fieldId).toBe(1000);
    expect(metadata.info.refs).toEqual([
      {
        name: 'main',
        type: 'branch',
        snapshotId: '5660770991823815685',
        maxRefAgeMs: null,
        maxSnapshotAgeMs: null,
        minSnapshotsToKeep: null,
      },
    ]);
    expect(metadata.inlineManifests.get('5660770991823815685')).toEqual(['s3://b/m1.avro']);
    expect(metadata.info.snapshots[0]?.sequenceNumber).toBe('0');
  });

  it('leaves out partition fields that version 1 could only make void', () => {
    const fields = [
      { name: 'a', transform: 'void', 'source-id': 1, 'field-id': 1000 },
      { name: 'a_bucket', transform: 'bucket[8]', 'source-id': 1, 'field-id': 1001 },
    ];
    const metadata = parseTableMetadata(file({ 'partition-specs': [{ 'spec-id': 0, fields }] }), 'x');
    expect(partitionFieldsOf(metadata)).toEqual(['bucket(8, a)']);
  });
});

describe('edge cases', () => {
  it('knows a table without snapshots in both ways of writing it', () => {
    for (const none of [-1, null]) {
      const { info } = parseTableMetadata(file({ 'current-snapshot-id': none }), 'x');
      expect(info).toMatchObject({ currentSnapshotId: null, snapshots: [], refs: [], history: [] });
    }
  });

  it('holds "for ever" and ids beyond a double', () => {
    const text = file({ 'current-snapshot-id': 1, refs: { r: { type: 'branch', 'snapshot-id': 1 } } })
      .toString()
      .replaceAll('"snapshot-id":1', '"snapshot-id":9223372036854775807,"max-ref-age-ms":9223372036854775807');
    const ref = parseTableMetadata(Buffer.from(text), 'x').info.refs.find((r) => r.name === 'r');
    expect(ref?.snapshotId).toBe('9223372036854775807');
    expect(ref?.maxRefAgeMs).toBe(2 ** 63);
  });

  it('takes numbers in a summary for text', () => {
    const snapshots = [{ 'snapshot-id': 1, 'timestamp-ms': 2, summary: { operation: 'append', 'added-records': 5 } }];
    expect(parseTableMetadata(file({ snapshots }), 'x').info.snapshots[0]?.summary['added-records']).toBe('5');
  });
});

describe('METADATA_INVALID', () => {
  it.each<[string, Buffer, RegExp]>([
    ['an empty file', Buffer.alloc(0), /JSON/],
    ['half a file', file().subarray(0, 40), /JSON/],
    ['no JSON', Buffer.from('<html>'), /JSON/],
    ['broken gzip', Buffer.from([0x1f, 0x8b, 8, 0, 1]), /./],
    ['an array', Buffer.from('[]'), /the file is no object/],
    ['an unknown format version', file({ 'format-version': 4 }), /format version 4 is not known/],
    ['a missing current schema', file({ 'current-schema-id': 7 }), /current schema 7 is missing/],
    ['a snapshot without an id', file({ snapshots: [{ 'timestamp-ms': 1 }] }), /snapshot-id is no integer/],
    [
      'a type that is none',
      file({ schemas: [{ 'schema-id': 0, fields: [{ id: 1, name: 'x', type: {} }] }] }),
      /type of x/,
    ],
  ])('%s: the error names the file and the fault', (_, bytes, fault) => {
    const error = errorOf(bytes);
    expect(error.code).toBe('METADATA_INVALID');
    expect(error.message).toContain('s3://b/t/metadata/7.metadata.json');
    expect(error.message).toMatch(fault);
    expect(error.nextStep).toBeDefined();
  });
});

describe('10,000 snapshots', () => {
  it('are read well under 300 ms', () => {
    const first = 5_660_770_991_823_815_685n;
    const summary = Object.fromEntries(
      Array.from({ length: 15 }, (_, i) => [`total-of-something-${String(i)}`, '12345']),
    );
    const one = JSON.stringify({
      summary,
      'timestamp-ms': 1_767_225_600_000,
      'manifest-list': `s3://b/${'m'.repeat(90)}`,
    });
    const snapshots = Array.from(
      { length: 10_000 },
      (_, i) => `{"snapshot-id":${String(first + BigInt(i))},${one.slice(1)}`,
    );
    const bytes = Buffer.from(
      file()
        .toString()
        .replace(/}$/, `,"snapshots":[${snapshots.join(',')}]}`),
    );
    const times = Array.from({ length: 3 }, () => {
      const started = performance.now();
      expect(parseTableMetadata(bytes, 'x').info.snapshots[9_999]?.id).toBe(String(first + 9_999n));
      return performance.now() - started;
    });
    expect(Math.min(...times)).toBeLessThan(300);
  });
});

describe('parseViewMetadata', () => {
  const view = (representations: unknown[]) =>
    Buffer.from(
      JSON.stringify({
        'format-version': 1,
        location: 's3://b/v',
        'current-version-id': 2,
        versions: [
          { 'version-id': 1, 'schema-id': 0, representations: [{ type: 'sql', sql: 'SELECT 0', dialect: 'spark' }] },
          { 'version-id': 2, 'schema-id': 1, representations },
        ],
        schemas: [
          { type: 'struct', 'schema-id': 0, fields: [] },
          { type: 'struct', 'schema-id': 1, fields: [{ id: 1, name: 'n', required: false, type: 'long' }] },
        ],
      }),
    );

  it("gives the current version: Spark's SQL where there are several", () => {
    const trino = { type: 'sql', sql: 'SELECT 1', dialect: 'trino' };
    const spark = { type: 'sql', sql: 'SELECT 2', dialect: 'spark' };
    expect(parseViewMetadata(view([trino, spark]), 'x')).toMatchObject({
      sql: 'SELECT 2',
      columns: [{ name: 'n', type: 'bigint' }],
    });
    expect(parseViewMetadata(view([trino]), 'x')).toMatchObject({ sql: 'SELECT 1', dialect: 'trino' });
  });

  it('is METADATA_INVALID without its current version', () => {
    const broken = Buffer.from(view([]).toString().replace('"current-version-id":2', '"current-version-id":9'));
    expect(() => parseViewMetadata(broken, 's3://b/v.json')).toThrow(/s3:\/\/b\/v\.json.*current version 9 is missing/);
  });
});

describe('how a table wants its rows', () => {
  const fields = [
    { id: 1, name: 'id', required: true, type: 'long' },
    { id: 2, name: 'ts', required: false, type: 'timestamptz' },
    {
      id: 3,
      name: 'addr',
      required: false,
      type: { type: 'struct', fields: [{ id: 4, name: 'odd name', required: false, type: 'int' }] },
    },
  ];
  const { info } = parseTableMetadata(
    file({
      schemas: [{ type: 'struct', 'schema-id': 0, 'identifier-field-ids': [1, 4], fields }],
      'default-sort-order-id': 2,
      'sort-orders': [
        { 'order-id': 0, fields: [] },
        {
          'order-id': 2,
          fields: [
            { transform: 'day', 'source-id': 2, direction: 'asc', 'null-order': 'nulls-first' },
            { transform: 'bucket[8]', 'source-id': 1, direction: 'desc', 'null-order': 'nulls-last' },
            { transform: 'identity', 'source-id': 4, direction: 'asc', 'null-order': 'nulls-last' },
          ],
        },
      ],
    }),
    'x',
  );

  it('is said as WRITE ORDERED BY says it, nulls only where they are not as Spark puts them', () => {
    expect(info.sortOrder).toEqual(['days(ts)', 'bucket(8, id) DESC', 'addr.`odd name` NULLS LAST']);
  });

  it('names the identifier fields', () => {
    expect(info.identifierFields).toEqual(['id', 'addr.`odd name`']);
  });

  it('is nothing where the metadata says nothing', () => {
    const plain = parseTableMetadata(file(), 'x');
    expect([plain.info.sortOrder, plain.info.identifierFields]).toEqual([[], []]);
  });
});
