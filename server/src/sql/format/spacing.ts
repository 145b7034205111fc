import { T } from '../token-kinds';
import type { Source } from './source';

const set = (...kinds: T[]): ReadonlySet<T> => new Set(kinds);

/** Words whose parenthesis is part of them: types and functions of the grammar. */
const tight = set(
  ...[T.DECIMAL, T.DEC, T.NUMERIC, T.CHAR, T.CHARACTER, T.VARCHAR, T.TIME, T.TIMESTAMP, T.STRING, T.CAST, T.TRY_CAST],
  ...[T.IDENTIFIER, T.STRUCT, T.ARRAY, T.MAP, T.EXTRACT, T.TRIM, T.SUBSTRING, T.SUBSTR, T.OVERLAY, T.POSITION],
  ...[T.FIRST, T.LAST, T.ANY_VALUE, T.ROLLUP, T.CUBE, T.TRANSFORM, T.TABLE],
);
/** Words after which a sign is an operator between two values. */
const values = set(T.NULL, T.TRUE, T.FALSE, T.END, T.CURRENT_DATE, T.CURRENT_TIMESTAMP, T.CURRENT_TIME, T.CURRENT_USER);
const operators = set(
  ...[T.Eq, T.NullSafeEq, T.Neq, T.Lt, T.Lte, T.Gt, T.Gte, T.ShiftLeft, T.Plus, T.Minus, T.Star, T.Slash, T.Percent],
  ...[T.Tilde, T.Amp, T.Pipe, T.Concat, T.Hat, T.Arrow, T.FatArrow, T.Bang, T.LParen, T.LBracket, T.Comma, T.PipeOp],
);

/** Whether a `+`, `-` or `~` stands before its only operand. */
export function isUnary(source: Source, i: number): boolean {
  const kind = source.kindAt(i);
  if (kind === T.Tilde || kind === T.Bang) return true;
  if (kind !== T.Minus && kind !== T.Plus) return false;
  const before = source.key(i - 1);
  if (before === T.Star) return !isWholeStar(source, i - 1);
  return before === T.Eof || operators.has(before) || (before > T.FirstKeyword && !values.has(before));
}

/** `*` for all columns, not for a product. */
function isWholeStar(source: Source, i: number): boolean {
  const before = source.key(i - 1);
  return before === T.Dot || before === T.LParen || before === T.Comma || before > T.FirstKeyword;
}

/** What stands between the token `i` and the one before it on a line: one blank or nothing. */
export function between(source: Source, i: number): '' | ' ' {
  const angles = source.typeSigns;
  const left = source.kindAt(i - 1);
  const right = source.kindAt(i);
  const kept = source.adjacent(i) ? '' : ' ';
  if (left === T.Eof) return '';
  if (right === T.Comma || right === T.Semicolon || right === T.RParen || right === T.RBracket) return '';
  if (left === T.LParen || left === T.LBracket) return '';
  // `1 .a` and `1.a` differ: near a dot nothing is joined that was apart, unless a name is on its left.
  if (right === T.Dot) return source.kindAt(i - 1) === T.Integer || left === T.Number ? kept : '';
  if (left === T.Dot) return '';
  if (left === T.DoubleColon || right === T.DoubleColon) return '';
  if (angles.has(i)) return right === T.Neq || right === T.Lt || right === T.Gt || right === T.Colon ? '' : ' ';
  if (angles.has(i - 1) && left === T.Lt) return '';
  if (angles.has(i - 1) && (left === T.Colon || left === T.Comma)) return ' ';
  if (right === T.Colon || left === T.Colon) return kept;
  // `>>` is a shift only while its signs touch.
  if (left === T.Gt && right === T.Gt && !angles.has(i - 1)) return kept;
  if (right === T.LBracket) return source.isKeyword(i - 1) && source.key(i - 1) !== T.ARRAY ? kept : '';
  if (left === T.Bang) return '';
  if (isUnary(source, i - 1)) return right === T.Minus || right === T.Plus ? ' ' : '';
  if (right === T.String && (left === T.Ident || left === T.String)) return kept;
  if (right === T.LParen) return beforeParen(source, i, kept);
  return ' ';
}

function beforeParen(source: Source, i: number, kept: '' | ' '): '' | ' ' {
  if (source.isCallName(i - 1)) return '';
  if (source.isTableName(i - 1)) return ' ';
  const before = source.key(i - 1);
  if (before > T.FirstKeyword) return tight.has(before) ? '' : ' ';
  if (before === T.Ident || before === T.Quoted) return kept;
  return operators.has(before) || before === T.HintEnd ? ' ' : kept;
}
