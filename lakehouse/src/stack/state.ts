/**
 * What is known of an embedded stack between programs: `state.json` in its home says which processes are its services and
 * at which ports; `lock` says which program is changing it.
 */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LakehouseError } from '../errors';
import { isAlive, selfRef, type ProcessRef } from './processes';
import type { ServiceName } from './types';

/** A service that is meant to run. */
export interface ServiceEntry extends ProcessRef {
  readonly port: number;
  /** It answered once since it was started. */
  readonly ready: boolean;
}

export interface StackState {
  readonly version: 1;
  readonly services: Readonly<Partial<Record<ServiceName, ServiceEntry>>>;
  /** Kept after a stop, so that addresses stay what they were. */
  readonly ports: Readonly<Partial<Record<ServiceName, number>>>;
}

const EMPTY: StackState = { version: 1, services: {}, ports: {} };

/** Nothing runs when there is no file, or one that cannot be read. */
export function readState(home: string): StackState {
  try {
    const state = JSON.parse(readFileSync(stateFile(home), 'utf8')) as Partial<StackState>;
    return state.version === 1 ? { ...EMPTY, ...state } : EMPTY;
  } catch {
    return EMPTY;
  }
}

/** Changes the file in one step: a reader sees the old or the new state. Only whoever holds the lock calls this. */
export function updateState(home: string, change: (state: StackState) => StackState): StackState {
  const state = change(readState(home));
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const fresh = `${stateFile(home)}.new`;
  writeFileSync(fresh, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(fresh, stateFile(home));
  return state;
}

export function withService(state: StackState, service: ServiceName, entry: ServiceEntry | null): StackState {
  const services = { ...state.services };
  if (entry === null) delete services[service];
  else services[service] = entry;
  const ports = entry === null ? state.ports : { ...state.ports, [service]: entry.port };
  return { ...state, services, ports };
}

export interface StackLock {
  release(): void;
}

export interface LockHolder extends ProcessRef {
  readonly action: string;
}

/** Takes the lock of `home` for `action` (`start`, `stop`). Throws STACK_BUSY while another program holds it. */
export async function takeLock(home: string, action: string): Promise<StackLock> {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const holder: LockHolder = { ...(await selfRef()), action };
  const file = lockFile(home);
  for (let attempt = 0; attempt < 5; attempt++) {
    if (linkWhole(file, JSON.stringify(holder))) return { release: () => rmSync(file, { force: true }) };
    const other = await lockHolder(home);
    if (other !== null) {
      throw new LakehouseError(
        'STACK_BUSY',
        `Process ${String(other.pid)} is at work on this stack (${other.action})`,
        {
          nextStep: { label: 'Wait until it is done, or end that process' },
        },
      );
    }
    rmSync(file, { force: true });
  }
  throw new LakehouseError('STACK_BUSY', 'Several programs want to change this stack at once');
}

/** Who holds the lock now; null when nobody does or the program that did is gone. */
export async function lockHolder(home: string): Promise<LockHolder | null> {
  try {
    const holder = JSON.parse(readFileSync(lockFile(home), 'utf8')) as LockHolder;
    return (await isAlive(holder)) ? holder : null;
  } catch {
    return null;
  }
}

/** Creates `file` with all of its text at once, so that nobody reads half of it; false when it is there already. */
function linkWhole(file: string, text: string): boolean {
  const own = `${file}.${String(process.pid)}-${String(Date.now())}`;
  writeFileSync(own, text, { mode: 0o600 });
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

function stateFile(home: string): string {
  return join(home, 'state.json');
}

function lockFile(home: string): string {
  return join(home, 'lock');
}
