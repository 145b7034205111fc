/** The extension's side of copying and exporting, with real files, written by the real thread. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clipboardSink, fileSink } from '../../../client/src/webviews/transfer-sinks';
import {
  Transfers,
  type Request,
  type RowsChunk,
  type Sink,
  type TextChunk,
} from '../../../client/src/webviews/transfer';
import type { TransferChunk, TransferInbound } from '../../../client/webview/messages';
import { orders } from '../../e2e/webview/arrow';

let scripts = '';
let script = '';
let folder = '';
let target = '';
beforeAll(async () => {
  scripts = await mkdtemp(join(tmpdir(), 'lakehouse-worker-'));
  script = join(scripts, 'export-worker.js');
  await build({
    entryPoints: [join(__dirname, '../../../lakehouse/src/export/worker.ts')],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'silent',
  });
});
afterAll(() => rm(scripts, { recursive: true }));
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lakehouse-export-'));
  target = join(folder, 'result.csv');
});
afterEach(() => rm(folder, { recursive: true }));

const csv = (path = target): Promise<Sink<RowsChunk>> =>
  fileSink(script, { path, format: 'csv', options: { columns: [0] } });
const rowsOf = { type: 'rowsStart', runId: 1, rowCount: 3, selection: null } as const;
const textOf = { ...rowsOf, type: 'textStart', format: 'csv', options: {} } as const;
const rows = (count: number, done: number, last = false, picked: RowsChunk['rows'] = null) =>
  ({ type: 'rows', transferId: 1, data: orders(count, done - count), rows: picked, done, last }) as const;
const text = (content: string, done: number, last = false) =>
  ({ type: 'text', transferId: 1, text: content, done, last }) as const;

function begin<C extends TransferChunk>(request: Request<C>, sink: Sink<C>) {
  const sent: TransferInbound[] = [];
  const told: number[] = [];
  const transfers = new Transfers((message) => sent.push(message) > 0);
  const abort = new AbortController();
  const ended = transfers.receive<C>(request, sink, abort.signal, (count) => told.push(count));
  ended.catch(() => undefined);
  return { sent, told, transfers, abort, ended };
}

const acks = (sent: readonly TransferInbound[]) => sent.filter(({ type }) => type === 'transferAck').length;

describe('a file from the panel', () => {
  it('is there only when all of it has come, each batch acknowledged once written', async () => {
    await writeFile(target, 'old');
    const { sent, told, transfers, ended } = begin<RowsChunk>(rowsOf, await csv());
    expect(sent).toEqual([{ transferId: 1, ...rowsOf }]);
    transfers.take(rows(2, 2));
    await expect.poll(() => acks(sent)).toBe(1);
    expect(await readFile(target, 'utf8')).toBe('old');
    transfers.take(rows(3, 5, true, Uint32Array.of(2, 0)));
    expect(await ended).toBe(5);
    expect(acks(sent)).toBe(1);
    expect(told).toEqual([2, 5]);
    expect(await readFile(target, 'utf8')).toBe('order_id\r\n0\r\n1\r\n4\r\n2\r\n');
    expect(await readdir(folder)).toEqual(['result.csv']);
  });

  it('has rows of several batches in the order that is wanted', async () => {
    const { transfers, ended } = begin<RowsChunk>(rowsOf, await csv());
    transfers.take(rows(2, 2, false, 'hold'));
    transfers.take(rows(2, 4, false, 'hold'));
    const order = { rows: Uint32Array.of(1, 0, 1), which: Uint32Array.of(1, 0, 0) };
    transfers.take({ type: 'rows', transferId: 1, data: new Uint8Array(0), rows: null, order, done: 3, last: true });
    expect(await ended).toBe(3);
    expect(await readFile(target, 'utf8')).toBe('order_id\r\n3\r\n0\r\n1\r\n');
  });

  it('leaves nothing when it is cancelled, and the old file as it was', async () => {
    await writeFile(target, 'old');
    const { sent, transfers, abort, ended } = begin<RowsChunk>(rowsOf, await csv());
    transfers.take(rows(100_000, 100_000));
    abort.abort();
    await expect(ended).rejects.toMatchObject({ code: 'CANCELLED' });
    transfers.take(rows(1, 100_001, true));
    expect(sent.at(-1)).toEqual({ type: 'transferStop', transferId: 1 });
    expect(await readdir(folder)).toEqual(['result.csv']);
    expect(await readFile(target, 'utf8')).toBe('old');
  });

  it('that was cancelled before it began is not asked for', async () => {
    const transfers = new Transfers(() => true);
    const ended = transfers.receive<RowsChunk>(rowsOf, await csv(), AbortSignal.abort(), () => undefined);
    await expect(ended).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('leaves nothing when the panel fails, is closed, is not there, or sends what is no Arrow', async () => {
    const failing = begin<RowsChunk>(rowsOf, await csv());
    failing.transfers.take(rows(1, 1));
    failing.transfers.take({ type: 'transferFailed', transferId: 1, message: 'no batch 3' });
    await expect(failing.ended).rejects.toMatchObject({ code: 'EXPORT_FAILED', message: 'no batch 3' });

    const closing = begin<RowsChunk>(rowsOf, await csv());
    closing.transfers.panelClosed();
    await expect(closing.ended).rejects.toMatchObject({ code: 'EXPORT_FAILED' });

    const nowhere = new Transfers(() => false);
    const ended = nowhere.receive<RowsChunk>(rowsOf, await csv(), new AbortController().signal, () => undefined);
    await expect(ended).rejects.toMatchObject({ code: 'EXPORT_FAILED' });

    const garbled = begin<RowsChunk>(rowsOf, await csv());
    garbled.transfers.take({ ...rows(1, 1, true), data: new Uint8Array(16) });
    await expect(garbled.ended).rejects.toMatchObject({ code: 'EXPORT_FAILED', message: 'not an Arrow stream' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('leaves nothing when it cannot be put in place, and names it', async () => {
    // A folder is where the file should go: found out when all is written.
    const { transfers, ended } = begin<RowsChunk>(rowsOf, await csv(folder));
    transfers.take(rows(1, 1, true));
    await expect(ended).rejects.toMatchObject({
      code: 'EXPORT_FAILED',
      nextStep: { command: 'lakehouse.exportResult' },
    });
    expect(
      (await readdir(tmpdir())).filter((name) => name.endsWith('.part') && name.includes('lakehouse-export-')),
    ).toEqual([]);
    await expect(csv(join(folder, 'none', 'x.csv'))).rejects.toMatchObject({ code: 'EXPORT_FAILED' });
  });
});

describe('the clipboard', () => {
  it('gets the whole text once, or nothing when it is too long', async () => {
    const copied: string[] = [];
    const copy = async (content: string) => void copied.push(content);
    const short = begin<TextChunk>(textOf, clipboardSink(copy, 4));
    short.transfers.take(text('ab', 1));
    await expect.poll(() => acks(short.sent)).toBe(1);
    short.transfers.take(text('cd', 2, true));
    expect(await short.ended).toBe(2);
    const long = begin<TextChunk>(textOf, clipboardSink(copy, 4));
    long.transfers.take(text('abc', 1));
    long.transfers.take(text('de', 2, true));
    await expect(long.ended).rejects.toMatchObject({ code: 'EXPORT_FAILED' });
    expect(copied).toEqual(['abcd']);
  });
});
