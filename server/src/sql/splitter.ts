import type { Tokens } from './lexer';
import { T } from './token-kinds';

/** The tokens `[first, last)` of one statement, without its semicolon; `closed` says whether one follows. */
export interface StatementTokens {
  readonly first: number;
  readonly last: number;
  readonly closed: boolean;
}

/** What an open block is: an expression's CASE holds no statements, the others do. */
const enum Block {
  Begin,
  If,
  CaseStatement,
  CaseExpression,
  Loop,
  For,
}

/**
 * Splits the tokens `[from, count)` at semicolons. A statement that starts with BEGIN (or `label: BEGIN`) is a script and
 * goes on to its END. Empty statements are left out.
 */
export function split(tokens: Tokens, from = 0, count = tokens.count): StatementTokens[] {
  const statements: StatementTokens[] = [];
  let next = nextStatement(tokens, from, count);
  for (; next !== null; next = nextStatement(tokens, next.last + 1, count)) {
    statements.push(next);
  }
  return statements;
}

/** The statement that starts at the token `from` or, past empty ones, after it; null where there is none. */
export function nextStatement(tokens: Tokens, from: number, count = tokens.count): StatementTokens | null {
  const { kinds } = tokens;
  let first = from;
  while (first < count) {
    const last = startsScript(kinds, first, count) ? scriptEnd(kinds, first, count) : statementEnd(kinds, first, count);
    if (last > first) return { first, last, closed: last < count };
    first = last + 1;
  }
  return null;
}

function statementEnd(kinds: Uint16Array, first: number, count: number): number {
  let at = first;
  while (at < count && kinds[at] !== (T.Semicolon as number)) at++;
  return at;
}

function startsScript(kinds: Uint16Array, first: number, count: number): boolean {
  if (kinds[first] === (T.BEGIN as number)) return true;
  return first + 2 < count && kinds[first + 1] === (T.Colon as number) && kinds[first + 2] === (T.BEGIN as number);
}

/** The index of the semicolon after the block's END, or of the end of the tokens. */
function scriptEnd(kinds: Uint16Array, first: number, count: number): number {
  const blocks: Block[] = [];
  let fresh = true; // a statement may start here
  let at = first;
  for (; at < count; at++) {
    const kind = kinds[at] as T;
    const inExpression = blocks[blocks.length - 1] === Block.CaseExpression;
    let next = false;
    switch (kind) {
      case T.Semicolon:
        if (blocks.length === 0) return at;
        // An unclosed CASE ends with its statement.
        while (blocks[blocks.length - 1] === Block.CaseExpression) blocks.pop();
        next = true;
        break;
      case T.BEGIN:
        blocks.push(Block.Begin);
        next = true;
        break;
      case T.CASE:
        blocks.push(fresh ? Block.CaseStatement : Block.CaseExpression);
        break;
      case T.IF:
        if (fresh) blocks.push(Block.If);
        break;
      case T.WHILE:
      case T.FOR:
        if (fresh) blocks.push(Block.For);
        break;
      case T.LOOP:
      case T.REPEAT:
        if (fresh) {
          blocks.push(Block.Loop);
          next = true;
        }
        break;
      case T.THEN:
      case T.ELSE:
      case T.DO:
        next = !inExpression;
        break;
      case T.ATOMIC:
        // `BEGIN NOT ATOMIC`
        next = kinds[at - 1] === (T.NOT as number) && kinds[at - 2] === (T.BEGIN as number);
        break;
      case T.Colon:
        next = fresh || (at > 0 && startsLabel(kinds, at));
        break;
      case T.END:
        if (blocks.length === 0) break;
        blocks.pop();
        if (!inExpression && isBlockWord(kinds[at + 1] as T)) at++;
        break;
      default:
    }
    fresh = next;
  }
  return at;
}

/** `name :` right after a place where a statement may start. */
function startsLabel(kinds: Uint16Array, colon: number): boolean {
  const before = kinds[colon - 2] as T;
  return before === T.Semicolon || before === T.BEGIN || before === T.THEN || before === T.ELSE || before === T.DO;
}

function isBlockWord(kind: T): boolean {
  return kind === T.IF || kind === T.CASE || kind === T.WHILE || kind === T.LOOP || kind === T.REPEAT || kind === T.FOR;
}
