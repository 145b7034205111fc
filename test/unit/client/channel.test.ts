import { describe, expect, it } from 'vitest';
import { Channel } from '../../../client/src/webviews/channel';

/** Messages are texts: `b…` is a batch of as many bytes as it is long, `p…` is progress, the rest is small. */
function channel(replayBytes = 10, inFlight = 2): Channel<string> {
  const sizeOf = (text: string): number | null =>
    text.startsWith('p') ? null : text.startsWith('b') ? text.length : 0;
  return new Channel({ replayBytes, inFlight }, sizeOf, (kept) => [...kept.slice(0, 1), 'lost']);
}

/** A page that notes what it gets. */
function page(): { readonly got: string[]; readonly post: (text: string) => Promise<boolean> } {
  const got: string[] = [];
  return { got, post: async (text) => got.push(text) > 0 };
}

describe('a channel to a page', () => {
  it('keeps what is sent before the page is ready, in order', async () => {
    const to = channel();
    await to.send('start');
    await to.send('b1');
    const { got, post } = page();
    to.open(post);
    await to.send('done');
    expect(got).toEqual(['start', 'b1', 'done']);
  });

  it('fills a page that is opened again, without old progress', async () => {
    const to = channel();
    const first = page();
    to.open(first.post);
    for (const text of ['start', 'p1', 'b1', 'done']) await to.send(text);
    to.close();
    const second = page();
    to.open(second.post);
    expect(first.got).toEqual(['start', 'p1', 'b1', 'done']);
    expect(second.got).toEqual(['start', 'b1', 'done']);
  });

  it('says so when there was too much to keep', async () => {
    const to = channel(4);
    to.open(page().post);
    for (const text of ['start', 'b123', 'b456', 'done']) await to.send(text);
    to.close();
    const { got, post } = page();
    to.open(post);
    expect(got).toEqual(['start', 'lost']);
  });

  it('forgets the last run with the next', async () => {
    const to = channel(4);
    to.open(page().post);
    for (const text of ['start', 'b12345']) await to.send(text);
    to.restart();
    await to.send('again');
    const { got, post } = page();
    to.open(post);
    expect(got).toEqual(['again']);
  });

  it('forgets nothing that no page has shown', async () => {
    const to = channel();
    await to.send('first');
    to.restart();
    await to.send('second');
    const { got, post } = page();
    to.open(post);
    expect(got).toEqual(['first', 'second']);
  });

  it('lets whoever sends wait while no page is there and the budget is spent', async () => {
    const to = channel(4);
    await to.send('b123');
    let sent = false;
    const sending = to.send('b456').then(() => (sent = true));
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(sent).toBe(false);
    const { got, post } = page();
    to.open(post);
    await sending;
    expect(got).toEqual(['b123', 'b456']);
  });

  it('lets whoever sends wait for a page that does not keep up', async () => {
    const to = channel(100, 2);
    const taken: (() => void)[] = [];
    to.open(() => new Promise((resolve) => taken.push(() => resolve(true))));
    await to.send('b1');
    let sent = false;
    const sending = to.send('b2').then(() => (sent = true));
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(sent).toBe(false);
    taken[0]?.();
    await sending;
    expect(sent).toBe(true);
  });

  it('survives a page that is closed under way', async () => {
    const to = channel();
    to.open(() => Promise.reject(new Error('disposed')));
    await to.send('start');
    await to.send('done');
    const { got, post } = page();
    to.open(post);
    expect(got).toEqual(['start', 'done']);
  });
});
