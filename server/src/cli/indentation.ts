/** How a text is indented, as editors find out when they open it (VS Code's `editor.detectIndentation`). */
export interface Indentation {
  readonly useTabs: boolean;
  /** Blanks of one level. */
  readonly size: number;
}

/** So many lines tell enough. */
const LOOKED_AT = 10_000;
const WIDEST = 8;

/** Null where no line tells: how much deeper or less deep a line is than the one before counts. */
export function indentationOf(text: string): Indentation | null {
  const counts = new Array<number>(WIDEST + 1).fill(0);
  let tabs = 0;
  let blanks = 0;
  let before = 0;
  let from = 0;
  for (let lines = 0; lines < LOOKED_AT && from < text.length; lines++) {
    const newLine = text.indexOf('\n', from);
    const end = newLine < 0 ? text.length : newLine;
    let at = from;
    while (at < end && text[at] === ' ') at++;
    if (text[at] === '\t') {
      tabs++;
      before = 0;
    } else if (at < end && text[at] !== '\r') {
      const depth = at - from;
      const step = Math.abs(depth - before);
      if (depth > 0) blanks++;
      if (step > 1 && step <= WIDEST) counts[step] = (counts[step] ?? 0) + 1;
      before = depth;
    }
    from = end + 1;
  }
  const most = Math.max(...counts);
  // The smaller step of two that are as frequent: a line may be two levels deeper, but not half a one.
  const size = counts.indexOf(most);
  if (tabs > blanks) return { useTabs: true, size: 4 };
  return most === 0 ? null : { useTabs: false, size };
}
