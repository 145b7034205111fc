import { lex } from '../../server/src/sql/lexer';

/** Numbers in [0, n), the same ones for the same seed (mulberry32). */
export function random(seed: number): (n: number) => number {
  let state = seed >>> 0;
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * n);
  };
}

/** One token of a statement deleted, doubled or swapped with the next, or all after it cut off. */
export function mutate(text: string, next: (n: number) => number): string {
  const { starts, ends, count } = lex(text);
  if (count < 2) return text;
  const at = next(count);
  const start = starts[at] ?? 0;
  const end = ends[at] ?? 0;
  const token = text.slice(start, end);
  switch (next(4)) {
    case 0:
      return text.slice(0, start) + text.slice(end);
    case 1:
      return `${text.slice(0, end)} ${text.slice(start)}`;
    case 2: {
      const other = at + 1 < count ? at + 1 : at - 1;
      const [left, right] = at < other ? [at, other] : [other, at];
      const [l, r] = [text.slice(starts[left], ends[left]), text.slice(starts[right], ends[right])];
      const between = text.slice(ends[left], starts[right]);
      return `${text.slice(0, starts[left])}${r}${between === '' ? ' ' : between}${l}${text.slice(ends[right])}`;
    }
    default:
      return text.slice(0, start) + (next(2) === 0 ? token : '');
  }
}
