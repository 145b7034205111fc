/**
 * Semantic tokens: what each name is. Those of a statement are encoded once, with places relative to it, and put together
 * without a copy; of a change only the statements that differ are encoded again and sent.
 */
import type { CatalogPicture, Wanted } from '../sql/catalog-picture';
import type { DocumentStatement, SqlDocument } from '../sql/document';
import { isWordFunction } from '../sql/binder';
import { functionNamed } from '../sql/language/functions';
import { metadataTable } from '../sql/language/metadata-tables';
import type { Occurrence, OccurrenceKind } from '../sql/occurrences';
import { DocumentNames } from './names';

/** Names of LSP's standard, so that every theme and editor knows them. Their places are the numbers in `data`. */
export const TOKEN_TYPES = [
  ...['namespace', 'class', 'struct', 'interface', 'property', 'variable', 'parameter', 'function', 'enumMember'],
  ...['label', 'type'],
] as const;
type TokenType = (typeof TOKEN_TYPES)[number];
/** Bits in the order of this list. */
export const TOKEN_MODIFIERS = ['declaration', 'defaultLibrary', 'modification'] as const;

const TYPES: Readonly<Record<OccurrenceKind, TokenType>> = {
  catalog: 'namespace',
  namespace: 'namespace',
  table: 'class',
  metadataTable: 'class',
  ref: 'enumMember',
  cte: 'struct',
  tableAlias: 'interface',
  column: 'property',
  columnAlias: 'property',
  field: 'property',
  function: 'function',
  procedure: 'function',
  window: 'type',
  variable: 'variable',
  param: 'parameter',
  parameter: 'parameter',
  label: 'label',
  condition: 'enumMember',
  argument: 'parameter',
  property: 'enumMember',
};
const DECLARATION = 1;
const LIBRARY = 2;
const MODIFICATION = 4;

/** The tokens of one statement: five numbers each, as LSP has them, the first one's place relative to the statement's. */
interface Piece {
  readonly data: readonly number[];
  /** The line of the first token from the statement's first. */
  readonly firstLine: number;
  /** From the statement's first character when in its first line; else in its line. */
  readonly firstChar: number;
  readonly lastLine: number;
  readonly lastChar: number;
}

/** One statement's tokens and where they stand from the token before. */
export interface TokenSegment {
  readonly piece: Piece;
  readonly deltaLine: number;
  readonly deltaChar: number;
}

export interface TokensResult {
  readonly segments: readonly TokenSegment[];
  readonly wanted: readonly Wanted[];
}

/** As LSP has it: `deleteCount` numbers at `start` give way to `data`. */
export interface TokensEdit {
  readonly start: number;
  readonly deleteCount: number;
  readonly data: readonly number[];
}

const pieces = new WeakMap<readonly Occurrence[], Piece | null>();

/** The tokens of a document, or of the statements that reach into a part of it. */
export function semanticTokens(
  document: SqlDocument,
  picture: CatalogPicture,
  from = 0,
  to = Number.MAX_SAFE_INTEGER,
): TokensResult {
  const names = new DocumentNames(document, picture);
  const segments: TokenSegment[] = [];
  const { text } = document;
  let at = 0;
  let line = 0;
  let last = { line: 0, char: 0 };
  for (const statement of document.statements) {
    if (statement.start > to) break;
    if (statement.end < from) continue;
    line += breaksIn(text, at, statement.start);
    at = statement.start;
    const occurrences = names.of(statement);
    let piece = pieces.get(occurrences);
    if (piece === undefined) {
      piece = encodeStatement(occurrences, statement);
      pieces.set(occurrences, piece);
    }
    if (piece === null) continue;
    const own = columnOf(text, statement.start);
    const first = { line: line + piece.firstLine, char: piece.firstChar + (piece.firstLine === 0 ? own : 0) };
    const deltaLine = first.line - last.line;
    segments.push({ piece, deltaLine, deltaChar: deltaLine === 0 ? first.char - last.char : first.char });
    last = { line: line + piece.lastLine, char: piece.lastChar + (piece.lastLine === 0 ? own : 0) };
  }
  return { segments, wanted: names.wanted };
}

function encodeStatement(occurrences: readonly Occurrence[], { text, parsed }: DocumentStatement): Piece | null {
  const written = new Set<number>();
  for (const { role, parts } of parsed.marks)
    if (role === 'targetColumn' || role === 'variable') for (const { start } of parts) written.add(start);
  const data: number[] = [];
  let [at, line, lineStart] = [0, 0, 0];
  let [lastLine, lastChar, firstLine, firstChar] = [0, 0, 0, 0];
  for (const occurrence of occurrences) {
    const { start, end } = occurrence;
    for (; at < start; at++) {
      if (!isBreak(text, at)) continue;
      line++;
      lineStart = at + 1;
    }
    // A token of several lines has no place in the protocol.
    if (/[\r\n]/.test(text.slice(start, end))) continue;
    const type = TOKEN_TYPES.indexOf(TYPES[occurrence.kind]);
    const modifiers =
      (occurrence.declares ? DECLARATION : 0) |
      (isLibrary(occurrence) ? LIBRARY : 0) |
      (isValue(occurrence) && written.has(start) ? MODIFICATION : 0);
    const char = start - lineStart;
    if (data.length === 0) {
      [firstLine, firstChar] = [line, char];
      data.push(0, 0, end - start, type, modifiers);
    } else {
      const deltaLine = line - lastLine;
      data.push(deltaLine, deltaLine === 0 ? char - lastChar : char, end - start, type, modifiers);
    }
    [lastLine, lastChar] = [line, char];
  }
  return data.length === 0 ? null : { data, firstLine, firstChar, lastLine, lastChar };
}

const isValue = ({ kind, declares }: Occurrence): boolean => !declares && (kind === 'column' || kind === 'variable');

/** Of Iceberg's partition transforms those that are no functions of Spark. */
const TRANSFORMS = new Set(['years', 'months', 'days', 'hours', 'bucket', 'truncate']);

function isLibrary({ kind, name, declares }: Occurrence): boolean {
  if (declares) return false;
  if (kind === 'function')
    return functionNamed(name) !== null || isWordFunction(name) || TRANSFORMS.has(name.toLowerCase());
  return kind === 'procedure' || (kind === 'metadataTable' && metadataTable(name) !== null);
}

/** A line ends as LSP says: with `\n`, `\r\n` or `\r`. */
function isBreak(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10);
}

function breaksIn(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) if (isBreak(text, at)) count++;
  return count;
}

function columnOf(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && text.charCodeAt(at - 1) !== 10 && text.charCodeAt(at - 1) !== 13) at--;
  return offset - at;
}

/** All numbers, as LSP sends them. */
export function encodeTokens(segments: readonly TokenSegment[]): number[] {
  const data: number[] = [];
  for (const { piece, deltaLine, deltaChar } of segments) {
    const start = data.length;
    for (const value of piece.data) data.push(value);
    data[start] = deltaLine;
    data[start + 1] = deltaChar;
  }
  return data;
}

/** What turns one encoding into the other: nothing, or one edit. */
export function differenceOf(before: readonly TokenSegment[], after: readonly TokenSegment[]): TokensEdit[] {
  let first = 0;
  const shorter = Math.min(before.length, after.length);
  while (first < shorter && isSame(before[first], after[first])) first++;
  let last = 0;
  while (last < shorter - first && isSame(before[before.length - 1 - last], after[after.length - 1 - last])) last++;
  const old = encodeTokens(before.slice(first, before.length - last));
  const now = encodeTokens(after.slice(first, after.length - last));
  // Numbers that both begin and end with need not be sent again.
  let head = 0;
  while (head < Math.min(old.length, now.length) && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < Math.min(old.length, now.length) - head && old[old.length - 1 - tail] === now[now.length - 1 - tail])
    tail++;
  const deleteCount = old.length - head - tail;
  const data = now.slice(head, now.length - tail);
  if (deleteCount === 0 && data.length === 0) return [];
  let start = head;
  for (let at = 0; at < first; at++) start += before[at]?.piece.data.length ?? 0;
  return [{ start, deleteCount, data }];
}

function isSame(a: TokenSegment | undefined, b: TokenSegment | undefined): boolean {
  return a?.piece === b?.piece && a?.deltaLine === b?.deltaLine && a?.deltaChar === b?.deltaChar;
}
