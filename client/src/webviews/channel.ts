/** Sends messages to a webview in order, from before its page is ready. Knows no VS Code. */

/** What is waiting for a page and may not grow without bounds. */
export interface Budget {
  /** Bytes kept to fill the page again when it is closed and opened. */
  readonly replayBytes: number;
  /** Messages on their way to the page at one time; more wait, and with them whoever sends. */
  readonly inFlight: number;
}

export type Post<M> = (message: M) => PromiseLike<boolean>;

/**
 * A page that is shown again begins empty, so the messages since `restart` are kept and sent again, as long as they fit
 * the budget. `sizeOf` says how many bytes a message holds, null when it is not worth keeping; `lost` is what replaces
 * the messages that no longer fit.
 */
export class Channel<M> {
  private post: Post<M> | undefined;
  private kept: M[] = [];
  private keptBytes = 0;
  private overflowed = false;
  private readonly flying = new Set<Promise<void>>();
  private waiting: (() => void)[] = [];

  constructor(
    private readonly budget: Budget,
    private readonly sizeOf: (message: M) => number | null,
    private readonly lost: (kept: readonly M[]) => readonly M[],
  ) {}

  /** The page is there and listens: it gets what was kept. */
  open(post: Post<M>): void {
    this.post = post;
    const messages = this.overflowed ? this.lost(this.kept) : this.kept;
    for (const message of messages) this.fly(post, message);
    for (const wake of this.waiting.splice(0)) wake();
  }

  /** The page is gone; what is sent from now on waits for the next. */
  close(): void {
    this.post = undefined;
  }

  /** Forgets what was kept, once a page has shown it: what follows stands alone. */
  restart(): void {
    if (this.post === undefined) return;
    this.kept = [];
    this.keptBytes = 0;
    this.overflowed = false;
  }

  /** Resolves when the next message may be sent: soon with a page that keeps up, else when there is one. */
  async send(message: M): Promise<void> {
    const bytes = this.sizeOf(message);
    if (this.post === undefined && this.keptBytes + (bytes ?? 0) > this.budget.replayBytes) await this.opened();
    if (bytes !== null) this.keep(message, bytes);
    if (this.post === undefined) return;
    this.fly(this.post, message);
    while (this.flying.size >= this.budget.inFlight) await Promise.race(this.flying);
  }

  private keep(message: M, bytes: number): void {
    if (bytes > 0 && (this.overflowed || this.keptBytes + bytes > this.budget.replayBytes)) {
      this.overflowed = true;
      this.kept = this.kept.filter((kept) => this.sizeOf(kept) === 0);
      this.keptBytes = 0;
      return;
    }
    this.kept.push(message);
    this.keptBytes += bytes;
  }

  private opened(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private fly(post: Post<M>, message: M): void {
    const flight: Promise<void> = Promise.resolve(post(message)).then(
      () => undefined,
      // A page that is closed under way gets everything again when it is opened.
      () => undefined,
    );
    this.flying.add(flight);
    void flight.then(() => this.flying.delete(flight));
  }
}
