/** Long work in short pieces: the panel draws and takes input in between. */

/** How long the page may be busy at a time, in milliseconds. */
const busyFor = 12;

export class Slices {
  private since = performance.now();

  /** Lets the page go on when the piece has been long enough. Throws an AbortError once `signal` has aborted. */
  async pause(signal?: AbortSignal): Promise<void> {
    if (performance.now() - this.since < busyFor) return;
    await nextTask();
    signal?.throwIfAborted();
    this.since = performance.now();
  }

  /** A pause of another kind is over. */
  restart(): void {
    this.since = performance.now();
  }
}

/** Lets the page draw and take input. By a message: browsers hold timers of a hidden page back. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    const received = (): void => {
      channel.port1.close();
      resolve();
    };
    channel.port1.addEventListener('message', received);
    channel.port1.start();
    channel.port2.postMessage(null);
  });
}
