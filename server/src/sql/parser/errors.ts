import type { SyntaxError } from '../ast';
import { expectationText } from '../expectations';
import { joinWords } from '../keywords';
import type { Tokens } from '../lexer';
import type { SparkVersion } from '../spark-version';
import { T } from '../token-kinds';
import { messageFor } from './messages';
import { StatementParser } from './statement';

interface Place {
  readonly tokens: Tokens;
  readonly first: number;
  readonly last: number;
  readonly base: number;
}

interface Findings {
  readonly errors: readonly SyntaxError[];
  readonly doubts: readonly SyntaxError[];
}

const none: Findings = { errors: [], doubts: [] };
/** A slip is sought in this many words before the place where the statement stopped making sense. */
const REACH = 4;
/** A longer statement is not read again and again. */
const LONGEST = 20_000;

/** What is wrong with a statement that has been parsed. */
export function errorsOf(parser: StatementParser, place: Place, version: SparkVersion): Findings {
  const { tokens, base } = place;
  const refusals = parser.refusals.filter(({ since }) => since === undefined || since > version);
  const isFine = parser.failures.length === 0 && parser.unquoted.length === 0 && refusals.length === 0;
  if (isFine || parser.tooDeep || hasSubstitution(place)) return none;
  const errors: SyntaxError[] = refusals.map(({ start, end, message }) => ({ start, end, message, expected: [] }));
  for (const at of parser.unquoted) {
    const [start = 0, end = 0] = [tokens.starts[at], tokens.ends[at]];
    const message = 'Spark takes a name with letters beyond A to Z in backticks only.';
    errors.push({ start: start - base, end: end - base, message, expected: [] });
  }
  const failures = parser.failures.map((at) => failure(parser, place, at));
  const word = errors.length === 0 ? wordReadAsName(parser.failures, place, version) : null;
  if (word !== null) {
    const text = tokens.text.slice(tokens.starts[word], tokens.ends[word]);
    const why = ` Spark takes "${text}" for a name here.`;
    return { errors: [], doubts: failures.map((error) => ({ ...error, message: error.message + why })) };
  }
  return { errors: [...errors, ...failures].sort((a, b) => a.start - b.start), doubts: [] };
}

function failure(parser: StatementParser, { tokens, first, last, base }: Place, at: number): SyntaxError {
  const watching = attempt(new StatementParser(tokens, first, last, base, { token: at, offset: null }));
  const expected = [...new Set(watching.expectations.map(expectationText))];
  return messageFor({ tokens, first, last, base, at, expected, aliases: parser.aliases });
}

function attempt(parser: StatementParser): StatementParser {
  try {
    parser.run();
  } catch {
    parser.tooDeep = true;
  }
  return parser;
}

function hasSubstitution({ tokens, first, last }: Place): boolean {
  for (let at = first; at < last; at++) if (tokens.kinds[at] === Number(T.Substitution)) return true;
  return false;
}

/**
 * The token that makes the statement whole when it is read as a name, or null. To Spark every keyword can be one, so
 * `SELECT a, FROM t` selects a column FROM.
 */
function wordReadAsName(failures: readonly number[], place: Place, version: SparkVersion): number | null {
  const { tokens, first, last } = place;
  if (failures.length === 0 || last - first > LONGEST) return null;
  const at = Math.min(failures[0] ?? last, last - 1);
  for (let token = Math.min(at, last - 1); token >= first && token >= at - REACH; token--) {
    const kind = tokens.kinds[token] ?? 0;
    if (kind <= Number(T.FirstKeyword)) continue;
    // The tokens are ours alone while this runs, and are put back.
    tokens.kinds[token] = joinWords[kind] === 1 ? T.StrictName : T.Ident;
    const parser = new StatementParser(tokens, first, last, place.base, null);
    parser.lenient = true;
    attempt(parser);
    tokens.kinds[token] = kind;
    const refused = parser.refusals.some(({ since }) => since === undefined || since > version);
    if (parser.failures.length === 0 && !refused && !parser.tooDeep) return token;
  }
  return null;
}
