/** media/lakehouse.schema.json and what reads lakehouse.json know the same keys. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../lakehouse/src/config';
import { LakehouseError } from '../../../lakehouse/src/errors';

interface Definition {
  readonly properties: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
}
type Name = 'connection' | 'spark' | 'hiveCatalog' | 'glueCatalog' | 's3';

const schema = JSON.parse(readFileSync(join(import.meta.dirname, '../../../media/lakehouse.schema.json'), 'utf8')) as {
  readonly definitions: Readonly<Record<Name, Definition>>;
};

const S3 = {
  endpoint: 'http://s3',
  region: 'eu-west-1',
  profile: 'p',
  accessKeyId: '${env:KEY}',
  secretAccessKey: '${secret:key}',
  sessionToken: '${secret:session}',
  pathStyle: true,
};
const HIVE = { name: 'h', type: 'hive', uri: 'thrift://h:9083,thrift://i:9083', transport: 'framed', s3: S3 };
const { endpoint, region, profile, accessKeyId, secretAccessKey, sessionToken } = S3;
const KEYS = { accessKeyId, secretAccessKey, sessionToken };
const GLUE = { name: 'g', type: 'glue', region, profile, endpoint, catalogId: '1', ...KEYS, s3: S3 };
const SPARK = { url: 'sc://s:15002', token: '${secret:token}' };

/** An object with every key of each definition, and where it stands in a file. */
const WHOLE: Readonly<Record<Name, readonly [object, (part: object) => object]>> = {
  connection: [{ name: 'c', readOnly: true, spark: SPARK, catalogs: [HIVE, GLUE] }, (part) => part],
  spark: [SPARK, (spark) => ({ name: 'c', spark })],
  hiveCatalog: [HIVE, (catalog) => ({ name: 'c', catalogs: [catalog] })],
  glueCatalog: [GLUE, (catalog) => ({ name: 'c', catalogs: [catalog] })],
  s3: [S3, (s3) => ({ name: 'c', catalogs: [{ ...HIVE, s3 }] })],
};

function fault(connection: object): string {
  try {
    parseConfig(JSON.stringify({ connections: [connection] }), 'lakehouse.json');
    return '';
  } catch (error) {
    return LakehouseError.from(error).message;
  }
}

describe.each(Object.keys(WHOLE) as Name[])('%s', (name) => {
  const definition = schema.definitions[name];
  const [whole, place] = WHOLE[name];
  const sorted = (keys: readonly string[]): string[] => [...keys].sort();

  it('may have every key the schema offers', () => {
    const keys = Object.keys(definition.properties).filter((key) => key !== 'stack');
    expect(sorted(Object.keys(whole))).toEqual(sorted(keys));
    expect(fault(place(whole))).toBe('');
  });

  it('may have no other key', () => {
    const known = /known are (.*)$/.exec(fault(place({ ...whole, other: 1 })))?.[1]?.split(', ') ?? [];
    expect(sorted(known)).toEqual(sorted(Object.keys(definition.properties)));
    expect(definition.additionalProperties).toBe(false);
  });

  it('needs the keys the schema asks for', () => {
    for (const key of definition.required ?? []) {
      expect(fault(place({ ...whole, [key]: undefined })), key).not.toBe('');
    }
  });
});

describe('the stack of a connection', () => {
  it('is one of the names the schema offers', () => {
    const { stack } = schema.definitions.connection.properties as { stack: { enum: readonly string[] } };
    for (const runtime of stack.enum) expect(fault({ name: 'c', stack: runtime })).toBe('');
    expect(fault({ name: 'c', stack: 'other' })).toContain([...stack.enum].sort().join(', ').slice(0, 4));
  });
});
