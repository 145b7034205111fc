/** The extension's side of an export, with real files. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clipboardSink, fileSink } from '../../../client/src/webviews/text-sinks';
import { TextTransfers } from '../../../client/src/webviews/text-transfer';
import type { TransferInbound } from '../../../client/webview/messages';

let folder = '';
let target = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lakehouse-export-'));
  target = join(folder, 'result.csv');
});
afterEach(() => rm(folder, { recursive: true }));

const request = { runId: 1, rowCount: 3, selection: null, format: 'csv', options: {} } as const;
const chunk = (text: string, rows: number, last = false) =>
  ({ type: 'text', transferId: 1, text, rows, last }) as const;

function begin(sink: Awaited<ReturnType<typeof fileSink>>) {
  const sent: TransferInbound[] = [];
  const rows: number[] = [];
  const transfers = new TextTransfers((message) => sent.push(message) > 0);
  const abort = new AbortController();
  const ended = transfers.receive(request, sink, abort.signal, (count) => rows.push(count));
  ended.catch(() => undefined);
  return { sent, rows, transfers, abort, ended };
}

const acks = (sent: readonly TransferInbound[]) => sent.filter(({ type }) => type === 'textAck').length;

describe('a text from the panel', () => {
  it('is in the file only when all of it has come, each chunk acknowledged once written', async () => {
    await writeFile(target, 'old');
    const { sent, rows, transfers, ended } = begin(await fileSink(target));
    expect(sent).toEqual([{ type: 'textStart', transferId: 1, ...request }]);
    transfers.take(chunk('a\r\n', 1));
    await expect.poll(() => acks(sent)).toBe(1);
    expect(await readFile(target, 'utf8')).toBe('old');
    transfers.take(chunk('😀\r\n', 2));
    await expect.poll(() => acks(sent)).toBe(2);
    transfers.take(chunk('', 3, true));
    expect(await ended).toBe(3);
    expect(acks(sent)).toBe(2);
    expect(rows).toEqual([1, 2, 3]);
    expect(await readFile(target, 'utf8')).toBe('a\r\n😀\r\n');
    expect(await readdir(folder)).toEqual(['result.csv']);
  });

  it('leaves nothing when it is cancelled, and the old file as it was', async () => {
    await writeFile(target, 'old');
    const { sent, transfers, abort, ended } = begin(await fileSink(target));
    transfers.take(chunk('x'.repeat(1_000_000), 1));
    abort.abort();
    await expect(ended).rejects.toMatchObject({ code: 'CANCELLED' });
    transfers.take(chunk('late', 2, true));
    expect(sent.at(-1)).toEqual({ type: 'textStop', transferId: 1 });
    expect(await readdir(folder)).toEqual(['result.csv']);
    expect(await readFile(target, 'utf8')).toBe('old');
  });

  it('that was cancelled before it began is not asked for', async () => {
    const transfers = new TextTransfers(() => true);
    const sink = await fileSink(target);
    const ended = transfers.receive(request, sink, AbortSignal.abort(), () => undefined);
    await expect(ended).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('leaves nothing when the panel fails, is closed, or is not there', async () => {
    const failing = begin(await fileSink(target));
    failing.transfers.take(chunk('a', 1));
    failing.transfers.take({ type: 'textFailed', transferId: 1, message: 'no batch 3' });
    await expect(failing.ended).rejects.toMatchObject({ code: 'EXPORT_FAILED', message: 'no batch 3' });

    const closing = begin(await fileSink(target));
    closing.transfers.panelClosed();
    await expect(closing.ended).rejects.toMatchObject({ code: 'EXPORT_FAILED' });

    const nowhere = new TextTransfers(() => false);
    const ended = nowhere.receive(request, await fileSink(target), new AbortController().signal, () => undefined);
    await expect(ended).rejects.toMatchObject({ code: 'EXPORT_FAILED' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('leaves nothing when the file cannot be put in place, and names it', async () => {
    // A folder is where the file should go: found out when all is written.
    await rm(target, { force: true });
    const sink = await fileSink(folder);
    const { transfers, ended } = begin(sink);
    transfers.take(chunk('a', 1, true));
    await expect(ended).rejects.toMatchObject({
      code: 'EXPORT_FAILED',
      nextStep: { command: 'lakehouse.exportResult' },
    });
    expect(
      (await readdir(tmpdir())).filter((name) => name.endsWith('.part') && name.includes('lakehouse-export-')),
    ).toEqual([]);
    await expect(fileSink(join(folder, 'none', 'x.csv'))).rejects.toMatchObject({ code: 'EXPORT_FAILED' });
  });
});

describe('the clipboard', () => {
  it('gets the whole text once, or nothing when it is too long', async () => {
    const copied: string[] = [];
    const copy = async (text: string) => void copied.push(text);
    const short = begin(clipboardSink(copy, 4));
    short.transfers.take(chunk('ab', 1));
    await expect.poll(() => acks(short.sent)).toBe(1);
    short.transfers.take(chunk('cd', 2, true));
    expect(await short.ended).toBe(2);
    const long = begin(clipboardSink(copy, 4));
    long.transfers.take(chunk('abc', 1));
    long.transfers.take(chunk('de', 2, true));
    await expect(long.ended).rejects.toMatchObject({ code: 'EXPORT_FAILED' });
    expect(copied).toEqual(['abcd']);
  });
});
