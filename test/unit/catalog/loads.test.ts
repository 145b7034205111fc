import { describe, expect, it } from 'vitest';
import { Loads } from '../../../server/src/catalog/loads';

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (error: Error) => void } {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

describe('Loads', () => {
  it('loads once for all who wait, and again when the value is too old', async () => {
    let now = 0;
    let calls = 0;
    const loads = new Loads(() => now);
    const load = () => Promise.resolve(++calls);
    const options = { maxAgeMs: 10 };
    expect(await Promise.all([loads.get('a', load, options), loads.get('a', load, options)])).toEqual([1, 1]);
    now = 10;
    expect(await loads.get('a', load, options)).toBe(1);
    now = 11;
    expect(loads.peek('a')).toBe(1);
    expect(await loads.get('a', load, options)).toBe(2);
  });

  it('never keeps an error', async () => {
    const loads = new Loads();
    await expect(loads.get('a', () => Promise.reject(new Error('down')), { maxAgeMs: 1000 })).rejects.toThrow('down');
    expect(await loads.get('a', () => Promise.resolve('up'), { maxAgeMs: 1000 })).toBe('up');
  });

  it('ends one waiter without disturbing the other, and the load once nobody waits', async () => {
    const loads = new Loads();
    const work = deferred<string>();
    let inner: AbortSignal | undefined;
    const load = (signal: AbortSignal) => {
      inner = signal;
      return work.promise;
    };
    const first = new AbortController();
    const second = new AbortController();
    const one = loads.get('a', load, { maxAgeMs: 0, signal: first.signal });
    const two = loads.get('a', load, { maxAgeMs: 0, signal: second.signal });
    first.abort();
    await expect(one).rejects.toMatchObject({ name: 'AbortError' });
    expect(inner?.aborted).toBe(false);
    second.abort();
    await expect(two).rejects.toMatchObject({ name: 'AbortError' });
    expect(inner?.aborted).toBe(true);
  });

  it('does not keep what began to load before it was forgotten', async () => {
    const loads = new Loads();
    const work = deferred<string>();
    const old = loads.get('ns\u0000t', () => work.promise, { maxAgeMs: 1000 });
    loads.forget('ns');
    work.resolve('old');
    expect(await old).toBe('old');
    expect(loads.peek('ns\u0000t')).toBeUndefined();
    expect(await loads.get('ns\u0000t', () => Promise.resolve('new'), { maxAgeMs: 1000 })).toBe('new');
  });

  it('keeps a load under way when something else is forgotten', async () => {
    const loads = new Loads();
    const work = deferred<string>();
    const waiting = loads.get('a', () => work.promise, { maxAgeMs: 1000 });
    loads.forget('b');
    work.resolve('kept');
    await waiting;
    expect(loads.peek('a')).toBe('kept');
  });

  it('starts afresh for whoever asks after all others gave up', async () => {
    const loads = new Loads();
    const stuck = deferred<string>();
    const gone = new AbortController();
    const first = loads.get('a', () => stuck.promise, { maxAgeMs: 0, signal: gone.signal });
    gone.abort();
    await expect(first).rejects.toMatchObject({ name: 'AbortError' });
    expect(await loads.get('a', () => Promise.resolve('fresh'), { maxAgeMs: 0 })).toBe('fresh');
  });
});
