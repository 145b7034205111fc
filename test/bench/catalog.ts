/**
 * All names of a Hive namespace with 10,000 tables, against PyIceberg's Hive catalog. Ours tells tables, views and Iceberg
 * tables apart; the peer lists the Iceberg tables only. `--option hive=thrift://…` names a metastore that runs, where the
 * namespace is made (some 80 s) and dropped again; `--option namespace=NAME` measures one that is there, and keeps it.
 */
import { HiveReader } from '../../lakehouse/src/hive/reader';
import { openStore } from '../../lakehouse/src/storage';
import { defaultStackHome, openStack } from '../../lakehouse/src/stack';
import { HiveWriter } from '../services/hive-writer';
import { alternate, timed } from './lib';
import type { BenchContext, BenchResults } from './lib';
import { startPyIceberg } from './pyiceberg';

const TABLES = 10_000;
const NAMESPACE = 'bench_many';

export async function run(context: BenchContext): Promise<BenchResults> {
  const uri = context.options.hive ?? (await runningHive(context));
  const namespace = context.options.namespace ?? NAMESPACE;
  const writer = new HiveWriter(uri);
  try {
    if (context.options.namespace === undefined) await fill(context, writer, namespace);
    return { 'catalog/10000-tables-all/pyiceberg': await measure(context, uri, namespace) };
  } finally {
    context.log('dropping what was made');
    await writer.clean();
  }
}

async function measure(context: BenchContext, uri: string, namespace: string) {
  const config = { name: 'bench', type: 'hive', uri } as const;
  const reader = new HiveReader(config, openStore(undefined));
  const peer = await startPyIceberg(context);
  const ours = () =>
    timed(async () => {
      const listed = await reader.listTables([namespace]);
      if (listed.length !== TABLES || listed.some(({ format }) => format !== 'iceberg'))
        throw new Error(`${listed.length} tables listed`);
    });
  try {
    context.log('listing');
    return await alternate(ours, () => peer.run(['tables', uri, namespace], TABLES), { warmup: 1, measured: 5 });
  } finally {
    peer.stop();
    await reader.close();
  }
}

async function runningHive(context: BenchContext): Promise<string> {
  const home = context.options.home ?? defaultStackHome();
  const stackFolder = `${context.root}/stack`;
  const stack = await openStack({ runtime: 'embedded', stackFolder, home, cache: context.cache });
  const { connection } = await stack.status();
  const hive = connection?.catalogs?.find(({ type }) => type === 'hive');
  if (hive?.type !== 'hive')
    throw new Error('no stack runs: start it (lakehouse up), or name --option hive=thrift://…');
  return hive.uri;
}

/** Iceberg tables without metadata: no listing reads it. */
async function fill(context: BenchContext, writer: HiveWriter, namespace: string): Promise<void> {
  context.log(`making ${TABLES} tables`);
  await writer.database({ name: namespace });
  let next = 0;
  const make = async (): Promise<void> => {
    for (let i = next++; i < TABLES; i = next++) {
      await writer.table({
        tableName: `t_${String(i).padStart(5, '0')}`,
        dbName: namespace,
        tableType: 'EXTERNAL_TABLE',
        sd: {
          cols: [{ name: 'id', type: 'bigint' }],
          serdeInfo: {
            name: 's',
            serializationLib: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe',
            parameters: {},
          },
          parameters: {},
          bucketCols: [],
          compressed: false,
          numBuckets: 0,
        },
        partitionKeys: [],
        parameters: { EXTERNAL: 'TRUE', table_type: 'ICEBERG', metadata_location: 's3://b/m.json' },
      });
    }
  };
  await Promise.all(Array.from({ length: 4 }, make));
}
