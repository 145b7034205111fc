/** Our table of structs and calls against the metastore's own classes, which Thrift generated from its IDL. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import * as metastore from '../../lakehouse/src/hive/metastore';
import { hiveHome, artefact } from '../../lakehouse/src/stack/artefacts';
import { cacheFolder, findStackFolder } from '../../lakehouse/src/stack';
import { WRITE_CALLS } from './hive-writer';
import type { Fields, StructType } from '../../lakehouse/src/hive/schema';
import { join } from 'node:path';

const run = promisify(execFile);
const API = 'org.apache.hadoop.hive.metastore.api';
const TYPE_IDS = { bool: 2, byte: 3, double: 4, i16: 6, i32: 8, i64: 10, string: 11, struct: 12, map: 13, list: 15 };

/** Calls of the base service, and those that only metastores from 4.0 on have. */
const NOT_IN_3_1 = new Set([
  'getVersion',
  'get_partitions_by_names_req',
  'GetPartitionsByNamesRequest',
  'GetPartitionsByNamesResult',
]);

const structs: StructType<Fields>[] = Object.values(metastore).filter(
  (value): value is StructType<Fields> & typeof value => 'kind' in value,
);
const calls = [...Object.values(metastore.CALLS), ...Object.values(WRITE_CALLS)];

const classOf = (name: string) => `${API}.${name}`;
const classOfCall = (name: string) => `${API}.ThriftHiveMetastore$${name}`;

interface TheirField {
  id?: number;
  type?: number;
  java?: string;
}
/** For each class its fields: id and type from the `TField` constants, the class of a struct from the Java field. */
const known = new Map<string, Map<string, TheirField>>();

beforeAll(async () => {
  const folder = metastoreFolder();
  const jar = join(hiveHome(folder), 'lib', 'hive-standalone-metastore-3.1.3.jar');
  const classes = [
    ...structs.filter((each) => !NOT_IN_3_1.has(each.name)).map((each) => classOf(each.name)),
    ...calls
      .filter((each) => !NOT_IN_3_1.has(each.name))
      .flatMap((each) => [classOfCall(each.args.name), classOfCall(each.result.name)]),
  ];
  const { stdout } = await run('javap', ['-cp', jar, '-c', '-p', ...classes], { maxBuffer: 256 * 1024 * 1024 });
  let current = '';
  for (const line of stdout.split('\n')) {
    const start = /^public (?:final )?class (\S+)/.exec(line);
    if (start?.[1]) known.set((current = start[1].replace(/<.*/, '')), new Map());
    readInstruction(line, known.get(current));
  }
});

function metastoreFolder(): string {
  const places = {
    stackFolder: findStackFolder(join(__dirname, '../..')),
    home: inject('stack').home,
    cache: cacheFolder(),
  };
  return artefact(places, 'metastore').folder;
}

let stack: (string | number)[] = [];
/** `new TField("name", type, id)` is: the name, then two small numbers, then the constructor. */
function readInstruction(line: string, fields: Map<string, TheirField> | undefined): void {
  const declared = /^ {2}(?:private|public) (\S+) (\w+);/.exec(line);
  if (declared?.[2] !== undefined) fields?.set(declared[2], { ...fields.get(declared[2]), java: declared[1] });
  const string = /\bldc(?:_w)?\s+#\d+\s+\/\/ String (.*)$/.exec(line);
  const number = /\b(?:bipush|sipush)\s+(-?\d+)$/.exec(line) ?? /\biconst_(\d)$/.exec(line);
  if (string?.[1] !== undefined) stack = [string[1]];
  else if (number?.[1] !== undefined) stack.push(Number(number[1]));
  else if (/TField\."<init>":/.test(line)) {
    const [name, type, id] = stack;
    if (typeof name === 'string' && typeof type === 'number' && typeof id === 'number')
      fields?.set(name, { ...fields.get(name), id, type });
  }
}

function typeId(type: unknown): number {
  return typeof type === 'string'
    ? TYPE_IDS[type as keyof typeof TYPE_IDS]
    : TYPE_IDS[(type as StructType<Fields>).kind];
}

function check(struct: StructType<Fields>, className: string): void {
  const theirs = known.get(className);
  if (!theirs) throw new Error(`${className} is not a class of the metastore`);
  for (const [name, [id, type]] of Object.entries(struct.fields)) {
    const struct = typeof type === 'object' && (type as StructType<Fields>).kind === 'struct';
    const java = struct ? classOf((type as StructType<Fields>).name) : theirs.get(name)?.java;
    expect({ name, ...theirs.get(name) }, className).toEqual({ name, id, type: typeId(type), java });
  }
}

describe('our Thrift table has the names, ids and types of the IDL', () => {
  it.each(structs.filter((each) => !NOT_IN_3_1.has(each.name)).map((each) => [each.name, each] as const))(
    '%s',
    (_, each) => {
      check(each, classOf(each.name));
    },
  );

  it.each(calls.filter((each) => !NOT_IN_3_1.has(each.name)).map((each) => [each.name, each] as const))(
    '%s',
    (_, each) => {
      check(each.args, classOfCall(each.args.name));
      check(each.result, classOfCall(each.result.name));
    },
  );
});
