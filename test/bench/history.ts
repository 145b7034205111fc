/** The timeline of a table with 10,000 snapshots, from its metadata file to rows, against PyIceberg's inspect.snapshots(). */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildHistory } from '../../client/webview/history/model';
import { parseTableMetadata } from '../../lakehouse/src/iceberg/metadata';
import { alternate, timed } from './lib';
import type { BenchContext, BenchResults } from './lib';
import { startPyIceberg } from './pyiceberg';

const SNAPSHOTS = 10_000;

export async function run(context: BenchContext): Promise<BenchResults> {
  const folder = mkdtempSync(join(tmpdir(), 'lakehouse-bench-'));
  const file = join(folder, 'v10000.metadata.json');
  writeFileSync(file, metadata());
  const peer = await startPyIceberg(context);
  const ours = () =>
    timed(async () => {
      const { info } = parseTableMetadata(readFileSync(file), file);
      const { currentSnapshotId, snapshots, refs, history: log } = info;
      const rows = buildHistory({ currentSnapshotId, snapshots, refs, log });
      if (rows.length !== SNAPSHOTS) throw new Error(`${rows.length} rows`);
    });
  try {
    context.log(`${SNAPSHOTS} snapshots`);
    const result = await alternate(ours, () => peer.run(['history', `file://${file}`], SNAPSHOTS), {
      warmup: 2,
      measured: 9,
    });
    const { info } = parseTableMetadata(readFileSync(file), file);
    const sent = await timed(async () => void JSON.parse(JSON.stringify(info)));
    context.log(`besides, as JSON from the server to the panel: ${sent.toFixed(0)} ms`);
    return { 'history/10000-snapshots/pyiceberg': result };
  } finally {
    peer.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As Spark writes it: ids are random 64-bit numbers, each summary has the counters of an append. */
function metadata(): string {
  const id = (n: number): string => String(5_660_770_991_823_815n * 1_000n + BigInt(n) * 7_919n);
  const start = 1_767_225_600_000;
  const snapshots = Array.from({ length: SNAPSHOTS }, (_, n) => {
    const parent = n === 0 ? '' : `"parent-snapshot-id":${id(n - 1)},`;
    const summary = {
      operation: 'append',
      'spark.app.id': 'local-1767225600000',
      'added-data-files': '2',
      'added-records': '4000',
      'added-files-size': '88123',
      'changed-partition-count': '1',
      'total-records': String(4_000 * (n + 1)),
      'total-files-size': String(88_123 * (n + 1)),
      'total-data-files': String(2 * (n + 1)),
      'total-delete-files': '0',
      'total-position-deletes': '0',
      'total-equality-deletes': '0',
    };
    const rest = `"timestamp-ms":${start + n * 60_000},"summary":${JSON.stringify(summary)},"schema-id":0`;
    return `{"sequence-number":${n + 1},"snapshot-id":${id(n)},${parent}${rest},"manifest-list":"s3://lakehouse/t/metadata/snap-${id(n)}-1-a.avro"}`;
  });
  const log = snapshots.map((_, n) => `{"timestamp-ms":${start + n * 60_000},"snapshot-id":${id(n)}}`);
  const last = id(SNAPSHOTS - 1);
  const plain = {
    'format-version': 2,
    'table-uuid': '9c12d441-03fe-4693-9a96-a0705ddf69c1',
    location: 's3://lakehouse/t',
    'last-sequence-number': SNAPSHOTS,
    'last-updated-ms': start + (SNAPSHOTS - 1) * 60_000,
    'last-column-id': 1,
    'current-schema-id': 0,
    schemas: [{ type: 'struct', 'schema-id': 0, fields: [{ id: 1, name: 'id', required: false, type: 'long' }] }],
    'default-spec-id': 0,
    'partition-specs': [{ 'spec-id': 0, fields: [] }],
    'last-partition-id': 999,
    'default-sort-order-id': 0,
    'sort-orders': [{ 'order-id': 0, fields: [] }],
    properties: {},
    statistics: [],
    'partition-statistics': [],
    'metadata-log': [],
  };
  const main = `{"main":{"snapshot-id":${last},"type":"branch"}}`;
  const lists = `"current-snapshot-id":${last},"refs":${main},"snapshots":[${snapshots.join()}],"snapshot-log":[${log.join()}]`;
  return `${JSON.stringify(plain).slice(0, -1)},${lists}}`;
}
