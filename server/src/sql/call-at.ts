import type { Tokens } from './lexer';
import { T } from './token-kinds';

export interface GivenArgument {
  /** Before `=>`; null for one by position. */
  readonly name: string | null;
  /** As written, blanks and comments included; empty where nothing stands yet. */
  readonly text: string;
}

/** A call with a caret among its arguments. */
export interface CallAt {
  /** The parts of its name; empty for parentheses that no name stands before. */
  readonly name: readonly string[];
  /** Where its name begins, from the start of the tokens' text. */
  readonly start: number;
  /** Those given, the one at the caret included. */
  readonly args: readonly GivenArgument[];
  /** Which of `args` the caret is in. */
  readonly active: number;
  /** Whether CALL stands before the name. */
  readonly procedure: boolean;
}

interface Open {
  readonly name: string[];
  readonly start: number;
  readonly procedure: boolean;
  readonly args: { name: string | null; text: string }[];
  active: number;
  argStart: number;
  argName: string | null;
  /** Another bracket than `(`. */
  readonly other: boolean;
}

/** The calls around a caret, the innermost first. Reads tokens only, so that it works in whatever is half written. */
export function callsAround(tokens: Tokens, caret: number): CallAt[] {
  const stack: Open[] = [];
  let around: Open[] | null = null;
  const freeze = (): void => {
    around = [...stack].reverse();
    for (const one of around) one.active = one.args.length;
  };
  for (let at = 0; at < tokens.count; at++) {
    const start = tokens.starts[at] ?? 0;
    if (around === null && start >= caret) freeze();
    const kind: T = tokens.kinds[at] ?? T.Eof;
    if (kind === T.LParen || kind === T.LBracket) {
      // After the caret only what closes matters.
      stack.push(opened(tokens, at, kind === T.LBracket));
    } else if (kind === T.RParen || kind === T.RBracket) {
      const top = stack.pop();
      if (top !== undefined) endArgument(tokens, top, start);
    } else if (kind === T.Comma) {
      const top = stack.at(-1);
      if (top !== undefined) {
        endArgument(tokens, top, start);
        top.argStart = tokens.ends[at] ?? start;
      }
    } else if (kind === T.FatArrow) {
      const top = stack.at(-1);
      if (top !== undefined) {
        top.argName = tokens.text.slice(top.argStart, start).trim().replace(/^`|`$/g, '');
        top.argStart = tokens.ends[at] ?? start;
      }
    }
  }
  if (around === null) freeze();
  for (const one of stack) endArgument(tokens, one, tokens.text.length);
  const found: Open[] = around ?? [];
  return found.filter(({ other }) => !other);
}

function endArgument(tokens: Tokens, open: Open, end: number): void {
  open.args.push({ name: open.argName, text: tokens.text.slice(open.argStart, end).trim() });
  open.argName = null;
}

function opened(tokens: Tokens, at: number, other: boolean): Open {
  const name: string[] = [];
  let first = at;
  if (!other) {
    for (let part = at - 1; part >= 0 && isWord(tokens.kinds[part]); part -= 2) {
      const text = tokens.text.slice(tokens.starts[part], tokens.ends[part]);
      name.unshift(text.startsWith('`') ? text.slice(1, -1).replaceAll('``', '`') : text);
      first = part;
      if (tokens.kinds[part - 1] !== Number(T.Dot)) break;
    }
  }
  const procedure = first > 0 && tokens.kinds[first - 1] === Number(T.CALL);
  const start = tokens.starts[first] ?? 0;
  return { name, start, procedure, args: [], active: 0, argStart: tokens.ends[at] ?? 0, argName: null, other };
}

function isWord(kind: number | undefined): boolean {
  return kind !== undefined && (kind > Number(T.FirstKeyword) || kind === Number(T.Ident) || kind === Number(T.Quoted));
}
