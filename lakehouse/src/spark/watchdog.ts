/** Notices a connection that died without a word: nothing comes, and the server does not answer a question either. */

/** Milliseconds of silence after which to ask. */
const SILENCE = 30_000;

interface Cancellable<T> extends AsyncIterable<T> {
  cancel(): void;
}

export class Watchdog {
  /** The stream was given up. */
  barked = false;
  private timer: NodeJS.Timeout | undefined;
  private asking = false;

  /** `ask` must fail when the server is out of reach, within its own time limit. */
  constructor(
    private readonly ask: () => Promise<void>,
    private readonly silence = SILENCE,
  ) {}

  /** Passes a stream on; cancels it when the server is silent while somebody waits for it. */
  async *watch<T>(stream: Cancellable<T>): AsyncGenerator<T, void, void> {
    const iterator = stream[Symbol.asyncIterator]();
    const bark = () => {
      this.barked = true;
      stream.cancel();
    };
    try {
      for (;;) {
        this.arm(bark);
        const next = await iterator.next();
        // While the reader is busy, silence means nothing.
        this.stop();
        if (next.done) return;
        yield next.value;
      }
    } finally {
      this.stop();
    }
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private arm(bark: () => void): void {
    this.timer = setTimeout(() => {
      if (this.asking) return;
      this.asking = true;
      this.ask()
        .then(
          () => this.timer && this.arm(bark),
          () => this.timer && bark(),
        )
        .finally(() => (this.asking = false));
    }, this.silence);
  }
}
