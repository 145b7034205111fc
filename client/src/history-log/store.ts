import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { type HistoryEntry, parseLine, toLine } from './entry';
import { isCode, withLock } from './lock';

const FILE = 'query-history.jsonl';
/** Another window's write comes as several events. */
const SETTLE_MS = 100;
/** The file is looked at for compaction once per so many appends, and at the first. */
const CHECK_EVERY = 50;

/**
 * The history of all windows: one file of JSON lines in `folder`, readable by the user only. Statements are appended; the file
 * is written anew, under another name and then renamed, when it has more than `limit` lines or some are to go.
 */
export class HistoryStore {
  private readonly file: string;
  private last: Promise<unknown> = Promise.resolve();
  private untilCheck = 0;

  constructor(
    private readonly folder: string,
    /** How many entries are kept; 0 keeps none. */
    private readonly limit: () => number,
  ) {
    this.file = join(folder, FILE);
  }

  /** The entries, newest first, at most `limit`. */
  async entries(): Promise<readonly HistoryEntry[]> {
    await this.last.catch(() => undefined);
    const { entries } = await this.read();
    return this.kept(entries).sort((a, b) => b.startedMs - a.startedMs);
  }

  append(entry: HistoryEntry): Promise<void> {
    return this.change(async () => {
      if (this.limit() === 0) return;
      await appendLine(this.file, toLine(entry));
      if (this.untilCheck-- > 0) return;
      this.untilCheck = CHECK_EVERY;
      const { entries, lines } = await this.read();
      if (lines > this.limit()) await this.rewrite(this.kept(entries));
    });
  }

  /** Takes entries out of the file: their text is gone from the disk. */
  remove(ids: readonly string[]): Promise<void> {
    return this.change(async () => {
      const { entries } = await this.read();
      await this.rewrite(this.kept(entries).filter(({ id }) => !ids.includes(id)));
    });
  }

  clear(): Promise<void> {
    return this.change(() => rm(this.file, { force: true }));
  }

  /** Calls back after this or another window changed the history. Answers how to stop. */
  async watch(listener: () => void): Promise<() => void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const watcher = watch(this.folder, (_, name) => {
      if (name !== null && name !== FILE) return;
      clearTimeout(timer);
      timer = setTimeout(listener, SETTLE_MS);
    });
    // A folder that cannot be watched any more: the view still shows what this window does.
    watcher.on('error', () => watcher.close());
    return () => {
      clearTimeout(timer);
      watcher.close();
    };
  }

  /** One change after the other, in this window and among all. */
  private change(work: () => Promise<void>): Promise<void> {
    const next = this.last
      .catch(() => undefined)
      .then(async () => {
        await mkdir(this.folder, { recursive: true, mode: 0o700 });
        await withLock(`${this.file}.lock`, work);
      });
    this.last = next;
    return next;
  }

  /** The newest `limit`, of entries as the file has them. */
  private kept(entries: readonly HistoryEntry[]): HistoryEntry[] {
    return entries.slice(Math.max(0, entries.length - this.limit()));
  }

  private async read(): Promise<{ readonly entries: readonly HistoryEntry[]; readonly lines: number }> {
    let text = '';
    try {
      text = await readFile(this.file, 'utf8');
    } catch (error) {
      if (!isCode(error, 'ENOENT')) throw error;
    }
    const lines = text.split('\n').filter((line) => line !== '');
    return { entries: lines.map(parseLine).filter((entry) => entry !== undefined), lines: lines.length };
  }

  private async rewrite(entries: readonly HistoryEntry[]): Promise<void> {
    const next = `${this.file}.${randomUUID()}.tmp`;
    try {
      await withFile(next, 'wx', async (handle) => {
        await handle.writeFile(entries.map(toLine).join(''));
        await handle.sync();
      });
      await rename(next, this.file);
    } catch (error) {
      await rm(next, { force: true });
      throw error;
    }
  }
}

/** After a line that a crash left open, the new one still begins a line of its own. */
async function appendLine(file: string, line: string): Promise<void> {
  await withFile(file, 'a+', async (handle) => {
    const { size } = await handle.stat();
    const end = Buffer.alloc(1);
    if (size > 0) await handle.read(end, 0, 1, size - 1);
    const open = size > 0 && end.toString() !== '\n';
    await handle.appendFile(open ? `\n${line}` : line);
  });
}

async function withFile(path: string, flags: string, work: (handle: FileHandle) => Promise<void>): Promise<void> {
  const handle = await open(path, flags, 0o600);
  try {
    await work(handle);
  } finally {
    await handle.close();
  }
}
