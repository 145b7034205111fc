import { describe, expect, it } from 'vitest';
import { complete } from '../../../server/src/features/completion';
import { diagnose } from '../../../server/src/features/diagnostics';
import { hover } from '../../../server/src/features/hover';
import { statementAt, statementsIn } from '../../../server/src/features/statements';
import { SqlDocument } from '../../../server/src/sql/document';
import { lex } from '../../../server/src/sql/lexer';
import { mutate, random } from '../../oracle/mutations';
import { pictureOf } from '../features/caret';
import { fixtures } from './fixtures';

/** FUZZ_SECONDS=600 FUZZ_SEED=7 npx vitest run --project unit test/unit/sql/fuzz.test.ts: a longer run with other texts. */
const SECONDS = Number(process.env.FUZZ_SECONDS ?? 3);
const SEED = Number(process.env.FUZZ_SEED ?? 1);
/** No call may take longer; a stall of the machine is why it is not less. */
const LONGEST_MS = 1_000;

const picture = pictureOf('rich.json');
const sources = [...fixtures('accept'), ...fixtures('reject'), ...fixtures('complete')].map(({ text }) => text);
const pieces = [
  ...[
    'SELECT ',
    'FROM ',
    '(',
    ')',
    '))',
    "'",
    '"',
    '`',
    '/*',
    '*/',
    '/*+',
    '--',
    ';',
    '\n',
    '|>',
    '.',
    ',',
    '$',
    '${x}',
    '\\',
  ],
  ...[
    'BEGIN ',
    'END',
    'CASE ',
    'WITH x AS (',
    'CREATE TABLE t (',
    'lake.sales.orders',
    ' AS OF ',
    '=> ',
    '-> ',
    '::',
    '<',
  ],
  ...[
    '\u0000',
    '\ud800',
    'größe',
    '😀',
    '\r\n',
    '\u00a0',
    'r"',
    "x'",
    '1e',
    '0.',
    '..',
    'IDENTIFIER(',
    'CONSTRAINT ',
    '[',
  ],
];

/** A text that somebody, or something, may have typed. */
function makeText(next: (n: number) => number): string {
  const source = sources[next(sources.length)] ?? '';
  switch (next(5)) {
    case 0:
      return mutate(source, next);
    case 1: {
      let text = source;
      for (let edits = 1 + next(5); edits > 0; edits--) {
        const at = next(text.length + 1);
        text = text.slice(0, at) + (pieces[next(pieces.length)] ?? '') + text.slice(at + next(3));
      }
      return text;
    }
    case 2:
      return Array.from({ length: next(60) }, () => pieces[next(pieces.length)] ?? '').join('');
    case 3:
      return String.fromCharCode(...Array.from({ length: next(200) }, () => next(next(4) === 0 ? 65_536 : 128)));
    default:
      return source.slice(0, next(source.length)) + (sources[next(sources.length)] ?? '').slice(next(100));
  }
}

/** Fails with the text, so that the case can be kept. */
function inTime(what: string, text: string, work: () => void): void {
  const start = performance.now();
  try {
    work();
  } catch (cause) {
    throw new Error(`${what} of ${JSON.stringify(text)}`, { cause });
  }
  const took = performance.now() - start;
  if (took > LONGEST_MS) throw new Error(`${what} took ${took.toFixed(0)} ms: ${JSON.stringify(text)}`);
}

function checkTokens(text: string): void {
  const { starts, ends, count, comments } = lex(text);
  let end = 0;
  for (let at = 0; at < count; at++) {
    const [from = -1, to = -1] = [starts[at], ends[at]];
    if (from < end || to <= from || to > text.length) throw new Error(`token ${at} is [${from}, ${to})`);
    end = to;
  }
  for (const comment of comments) {
    if (comment.start < 0 || comment.end > text.length || comment.end <= comment.start) throw new Error('a comment');
  }
}

function checkStatements(document: SqlDocument): void {
  const { text, statements } = document;
  let before = 0;
  for (const { start, end, stop, text: own, parsed } of statements) {
    if (start < before || end < start || stop < end || stop > text.length) throw new Error(`${start} ${end} ${stop}`);
    if (own !== text.slice(start, end)) throw new Error('the text is not that of its place');
    for (const error of parsed.errors) {
      if (error.start < 0 || error.end > own.length || error.end < error.start) throw new Error(error.message);
    }
    for (const name of [...parsed.tables, ...parsed.columns].map((one) => one.name)) {
      if (name.start < 0 || name.end > own.length || name.end < name.start) throw new Error(JSON.stringify(name));
    }
    before = stop;
  }
}

const summary = (document: SqlDocument): unknown =>
  document.statements.map(({ start, end, stop, text, parsed, lexicalErrors }) => ({
    ...{ start, end, stop, text, lexicalErrors },
    errors: parsed.errors,
    columns: parsed.columns.map(({ name }) => name),
    tables: parsed.tables.map(({ name }) => name),
  }));

function checkFeatures(document: SqlDocument, offset: number): void {
  const { text } = document;
  const { items } = complete(document, offset, picture);
  for (const { replace } of items) {
    if (replace[0] > offset || replace[1] < offset || replace[0] < 0 || replace[1] > text.length)
      throw new Error(`replaces ${replace.join()} at ${offset}`);
  }
  const found = hover(document, offset, picture);
  if (found !== null && (found.start > offset || found.end < offset)) throw new Error('hover elsewhere');
  for (const { start, end } of diagnose(document, picture).diagnostics) {
    if (start < 0 || end <= start || end > Math.max(text.length, start + 1))
      throw new Error(`diagnostic ${start} ${end}`);
  }
  for (const span of [statementAt(document, offset), ...statementsIn(document, Math.min(offset, 5), offset)]) {
    if (span !== null && span.text !== text.slice(span.start, span.end)) throw new Error('statement elsewhere');
  }
}

describe('any text', () => {
  it(
    `is read without throwing, in time, the same at once as edit by edit (${SECONDS} s, seed ${SEED})`,
    () => {
      const next = random(SEED);
      const stop = performance.now() + SECONDS * 1_000;
      const edited = new SqlDocument('');
      let texts = 0;
      while (performance.now() < stop) {
        const text = makeText(next);
        inTime('lexing', text, () => checkTokens(text));
        inTime('editing', text, () => edited.update(text));
        inTime('parsing', text, () => checkStatements(edited));
        const fresh = new SqlDocument(text);
        if (texts % 8 === 0) expect(summary(edited)).toEqual(summary(fresh));
        const offset = next(text.length + 1);
        inTime(`features at ${offset}`, text, () => checkFeatures(fresh, offset));
        texts++;
      }
      // On the slowest machine, too, this many must have been tried.
      expect(texts).toBeGreaterThan(20 * SECONDS);
    },
    SECONDS * 1_000 + 20_000,
  );
});
