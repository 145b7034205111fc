/** Loads the sample lakehouse of `stack/sample/`, statement by statement, once. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LakehouseError } from '../errors';
import type { SparkSession } from '../spark/types';
import { throwIfCancelled } from './abort';
import type { StackAddresses } from './addresses';
import { readText, writeText } from './objects';
import { runStatement, withSession } from './session';
import { splitStatements } from './statements';
import type { StackOptions } from './types';

/** Says which files of the sample were begun and loaded; lies with the data it speaks of. */
const MARKER = '.lakehouse/sample.json';

interface Marker {
  readonly begun: readonly string[];
  readonly loaded: readonly string[];
}

interface SampleFile {
  readonly name: string;
  readonly statements: readonly string[];
}

export interface SampleOptions extends Pick<StackOptions, 'stackFolder' | 'onProgress' | 'signal'> {
  readonly addresses: StackAddresses;
}

/**
 * Loads the files that are not loaded yet. One that was begun is done again: only then do its `DROP` statements run, so
 * that a table of the same name that is not ours is never dropped. Throws QUERY_FAILED naming the file and the statement.
 * Returns how many files were loaded.
 */
export async function loadSample(options: SampleOptions): Promise<number> {
  const { addresses, signal } = options;
  const files = sampleFiles(options.stackFolder);
  const marker = parseMarker(await readText(addresses, MARKER, signal));
  const loaded = new Set(marker.loaded);
  const begun = new Set(marker.begun);
  const missing = files.filter((file) => !loaded.has(file.name));
  if (missing.length === 0) return 0;
  const save = (): Promise<void> =>
    writeText(addresses, MARKER, JSON.stringify({ begun: [...begun], loaded: [...loaded] }), signal);
  const total = missing.reduce((sum, file) => sum + file.statements.length, 0);
  let ran = 0;
  await withSession(addresses, signal, async (session) => {
    for (const { name, statements } of missing) {
      const again = begun.has(name);
      begun.add(name);
      await save();
      for (const statement of statements) {
        throwIfCancelled(signal);
        options.onProgress?.({ message: `Loading the sample lakehouse: ${titleOf(name)}`, fraction: ran++ / total });
        if (again || !/^DROP\s/i.test(statement)) await runSample(session, name, statement, signal);
      }
      loaded.add(name);
      await save();
    }
  });
  return missing.length;
}

/** The sample's files in the order in which they are loaded. */
export function sampleFiles(stackFolder: string): SampleFile[] {
  const folder = join(stackFolder, 'sample');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({ name, statements: splitStatements(readFileSync(join(folder, name), 'utf8')) }));
}

/** `10-orders.sql` is about orders. */
function titleOf(name: string): string {
  return name.replace(/^\d+-|\.sql$/g, '').replaceAll('-', ' ');
}

async function runSample(session: SparkSession, file: string, statement: string, signal?: AbortSignal): Promise<void> {
  try {
    await runStatement(session, statement, signal);
  } catch (thrown) {
    const error = LakehouseError.from(thrown);
    if (error.code !== 'QUERY_FAILED') throw error;
    const start = statement.replace(/\s+/g, ' ').slice(0, 80);
    throw new LakehouseError('QUERY_FAILED', `The sample lakehouse (${file}) failed at “${start}…”: ${error.message}`, {
      cause: thrown,
      nextStep: { label: 'Show Spark’s log', command: 'lakehouse.showLogs', args: ['spark'] },
    });
  }
}

function parseMarker(text: string | null): Marker {
  const strings = (value: unknown): string[] =>
    Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
  try {
    const { begun, loaded } = JSON.parse(text ?? '{}') as Partial<Record<keyof Marker, unknown>>;
    return { begun: strings(begun), loaded: strings(loaded) };
  } catch {
    return { begun: [], loaded: [] };
  }
}
