/** A text with a caret `|` and spans in `⟦…⟧`: what a feature is asked, and what it should find. */
export interface Marked {
  readonly text: string;
  readonly offset: number;
  readonly spans: readonly (readonly [number, number])[];
}

/** The `|` of `|>`, `||` and of a quoted text is no caret. */
export function withMarks(marked: string): Marked {
  let text = '';
  let offset = -1;
  const spans: [number, number][] = [];
  const open: number[] = [];
  for (let at = 0; at < marked.length; at++) {
    const sign = marked.charAt(at);
    if (sign === '|' && offset < 0 && marked.charAt(at + 1) !== '>' && marked.charAt(at + 1) !== '|')
      offset = text.length;
    else if (sign === '⟦') open.push(text.length);
    else if (sign === '⟧') spans.push([open.pop() ?? 0, text.length]);
    else text += sign;
  }
  return { text, offset, spans: spans.sort((a, b) => a[0] - b[0]) };
}

/** The text with each span in `⟦…⟧`: what a failed test shows. */
export function withSpans(text: string, spans: readonly { readonly start: number; readonly end: number }[]): string {
  let shown = text;
  for (const { start, end } of [...spans].sort((a, b) => b.start - a.start))
    shown = `${shown.slice(0, start)}⟦${shown.slice(start, end)}⟧${shown.slice(end)}`;
  return shown;
}

/** The marked text without its caret: what `withSpans` gives when all is right. */
export const withoutCaret = (marked: string): string => {
  const { text, spans } = withMarks(marked);
  return withSpans(
    text,
    spans.map(([start, end]) => ({ start, end })),
  );
};
