/** A cache of things that take time to load: one load a key at a time, shared by all who wait; errors are never kept. */

interface Entry {
  value: unknown;
  loadedAt: number;
}

interface Running {
  readonly promise: Promise<unknown>;
  readonly abort: AbortController;
  waiters: number;
}

export interface GetOptions {
  /** A value older than this many milliseconds is loaded anew. */
  readonly maxAgeMs: number;
  readonly signal?: AbortSignal;
}

export class Loads {
  private readonly entries = new Map<string, Entry>();
  private readonly running = new Map<string, Running>();
  /** Grows with each invalidation, so that a load begun before one is not kept after it. */
  private generation = 0;

  constructor(private readonly now: () => number = Date.now) {}

  /** What is known of `key` at this moment, however old. */
  peek<T>(key: string): T | undefined {
    return this.entries.get(key)?.value as T | undefined;
  }

  /** Everything known at this moment. */
  each(see: (key: string, value: unknown) => void): void {
    for (const [key, { value }] of this.entries) see(key, value);
  }

  ageMs(key: string): number {
    const entry = this.entries.get(key);
    return entry === undefined ? Number.POSITIVE_INFINITY : this.now() - entry.loadedAt;
  }

  /** The value of `key`, from the cache or by `load`, whose signal fires once nobody waits any more. */
  async get<T>(key: string, load: (signal: AbortSignal) => Promise<T>, options: GetOptions): Promise<T> {
    options.signal?.throwIfAborted();
    if (this.ageMs(key) <= options.maxAgeMs) return this.entries.get(key)?.value as T;
    const running = this.running.get(key) ?? this.begin(key, load);
    running.waiters++;
    try {
      return (await untilAborted(running.promise, options.signal)) as T;
    } finally {
      if (--running.waiters === 0) {
        running.abort.abort();
        if (this.running.get(key) === running) this.running.delete(key);
      }
    }
  }

  /** Forgets every key that begins with `prefix`; loads under way end for those who wait, but are not kept. */
  forget(prefix: string): void {
    this.generation++;
    for (const key of [...this.entries.keys()]) if (key.startsWith(prefix)) this.entries.delete(key);
    for (const key of [...this.running.keys()]) if (key.startsWith(prefix)) this.running.delete(key);
  }

  private begin<T>(key: string, load: (signal: AbortSignal) => Promise<T>): Running {
    const abort = new AbortController();
    const generation = this.generation;
    const promise = load(abort.signal)
      .then((value) => {
        if (generation === this.generation || this.running.get(key) === running) {
          this.entries.set(key, { value, loadedAt: this.now() });
        }
        return value;
      })
      .finally(() => {
        if (this.running.get(key) === running) this.running.delete(key);
      });
    const running: Running = { promise, abort, waiters: 0 };
    // Whoever waits sees the failure; when nobody does any more it must not become an unhandled rejection.
    promise.catch(() => undefined);
    this.running.set(key, running);
    return running;
  }
}

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise<T>((resolve, reject) => {
    const aborted = () => reject(abortError());
    signal.addEventListener('abort', aborted, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', aborted));
  });
}

function abortError(): Error {
  return new DOMException('The operation was aborted', 'AbortError');
}
