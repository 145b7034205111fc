import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockHolder, readState, takeLock, updateState, withService } from '../../../lakehouse/src/stack/state';

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lakehouse-state-'));
});

afterEach(() => rmSync(home, { recursive: true }));

const entry = { pid: 1, startTime: 'boot-1', port: 9000, ready: false };

describe('the state of a stack', () => {
  it('is empty where there is none, or one that cannot be read', () => {
    const empty = { version: 1, services: {}, ports: {} };
    expect(readState(home)).toEqual(empty);
    for (const text of ['', '{"version":1,"serv', '[]', '{"version":99,"services":{"s3":{}}}']) {
      writeFileSync(join(home, 'state.json'), text);
      expect(readState(home)).toEqual(empty);
    }
  });

  it('remembers the port of a service that was stopped', () => {
    updateState(home, (state) => withService(state, 's3', entry));
    updateState(home, (state) => withService(state, 's3', null));
    expect(readState(home)).toEqual({ version: 1, services: {}, ports: { s3: 9000 } });
  });

  it('is only for its owner to read', () => {
    updateState(home, (state) => withService(state, 's3', entry));
    expect(statSync(join(home, 'state.json')).mode & 0o077).toBe(0);
  });
});

describe('the lock of a stack', () => {
  it('is held by one at a time, who is named, and can be taken again after', async () => {
    const lock = await takeLock(home, 'start');
    expect(await lockHolder(home)).toMatchObject({ pid: process.pid, action: 'start' });
    await expect(takeLock(home, 'stop')).rejects.toMatchObject({
      code: 'STACK_BUSY',
      message: expect.stringContaining(String(process.pid)) as string,
    });
    lock.release();
    expect(await lockHolder(home)).toBeNull();
    (await takeLock(home, 'stop')).release();
    expect(readdirSync(home)).toEqual([]);
  });

  it.each([
    ['of a program that is gone', JSON.stringify({ pid: 2 ** 22 + 1, startTime: 'boot-1', action: 'start' })],
    ['of a program whose id is another’s now', JSON.stringify({ pid: process.pid, startTime: 'x', action: 'start' })],
    ['that says nothing', 'not JSON'],
  ])('%s holds nobody up', async (_, text) => {
    writeFileSync(join(home, 'lock'), text);
    expect(await lockHolder(home)).toBeNull();
    (await takeLock(home, 'start')).release();
  });
});
