import { describe, expect, it } from 'vitest';
import { Watchdog } from '../../../lakehouse/src/spark/watchdog';

/** A stream that gives its items, then nothing until it is cancelled. */
class Stream implements AsyncIterable<number> {
  cancelled = false;
  private cancelNow = () => undefined as void;
  constructor(private readonly items: number[]) {}
  cancel(): void {
    this.cancelled = true;
    this.cancelNow();
  }
  async *[Symbol.asyncIterator](): AsyncGenerator<number, void, void> {
    yield* this.items;
    await new Promise<void>((resolve) => (this.cancelNow = resolve));
    throw new Error('cancelled');
  }
}

async function readAll(watched: AsyncIterable<number>): Promise<number[]> {
  const seen: number[] = [];
  try {
    for await (const item of watched) seen.push(item);
  } catch {
    seen.push(-1);
  }
  return seen;
}

describe('the watchdog of a stream', () => {
  it('gives a silent stream up when the server does not answer either', async () => {
    const stream = new Stream([1, 2]);
    const dog = new Watchdog(() => Promise.reject(new Error('no answer')), 5);
    expect(await readAll(dog.watch(stream))).toEqual([1, 2, -1]);
    expect(dog.barked).toBe(true);
  });

  it('waits on as long as the server answers', async () => {
    const stream = new Stream([]);
    let asked = 0;
    const dog = new Watchdog(async () => {
      if (++asked === 3) stream.cancel();
    }, 5);
    expect(await readAll(dog.watch(stream))).toEqual([-1]);
    expect(dog.barked).toBe(false);
    expect(asked).toBe(3);
  });

  it('does not ask while the reader is busy', async () => {
    const stream = new Stream([1]);
    let asked = 0;
    const dog = new Watchdog(async () => {
      asked++;
    }, 5);
    for await (const item of dog.watch(stream)) {
      expect(item).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 40));
      break;
    }
    expect(asked).toBe(0);
  });
});
