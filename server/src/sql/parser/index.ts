import type { Parsed, StatementKind } from '../ast';
import type { Expectation } from '../expectations';
import type { Tokens } from '../lexer';
import { DEFAULT_SPARK_VERSION, type SparkVersion } from '../spark-version';
import type { Watch } from './cursor';
import { errorsOf } from './errors';
import { StatementParser } from './statement';

/**
 * Parses the tokens `[first, last)`. Offsets in the result are from `base`, the statement's offset in the tokens' text.
 * Never throws. A text with `${…}` in it has no errors: what stands there is known only to the session.
 */
export function parseTokens(
  tokens: Tokens,
  first: number,
  last: number,
  base: number,
  version: SparkVersion = DEFAULT_SPARK_VERSION,
): Parsed {
  const parser = run(new StatementParser(tokens, first, last, base, null));
  const { kind, root, tables, columns, calls, marks, blocks, nodes } = parser;
  const found = errorsOf(parser, { tokens, first, last, base }, version);
  return { kind, query: root, tables, columns, calls, marks, blocks, nodes, ...found };
}

function run(parser: StatementParser): StatementParser {
  try {
    parser.run();
  } catch {
    // Only the machine's stack can give out; what was found until then stays.
    parser.tooDeep = true;
  }
  return parser;
}

/** Parses once more and says what was looked for at one place; `parsed` is the tree as far as it can be told. */
export function watchTokens(
  tokens: Tokens,
  first: number,
  last: number,
  base: number,
  watch: Watch,
): { readonly expectations: readonly Expectation[]; readonly parsed: Omit<Parsed, 'errors' | 'doubts'> } {
  const parser = run(new StatementParser(tokens, first, last, base, watch));
  const { kind, root, tables, columns, calls, marks, blocks, nodes, expectations } = parser;
  return { expectations, parsed: { kind, query: root, tables, columns, calls, marks, blocks, nodes } };
}

/** What a formatter needs to know of a statement. */
export interface Anatomy {
  readonly kind: StatementKind;
  /** The indices of tokens that are names or text of no grammar, whatever word they are. */
  readonly names: readonly number[];
  readonly calls: Parsed['calls'];
  readonly tables: Parsed['tables'];
}

/**
 * Which words of the tokens `[0, count)`, one statement, are names. Null for a broken statement, one too deep to tell, and
 * one that is text of no grammar, as settings are.
 */
export function dissect(tokens: Tokens, count: number): Anatomy | null {
  const parser = new StatementParser(tokens, 0, count, 0, null);
  const names: number[] = [];
  parser.names = names;
  run(parser);
  const { kind, calls, tables } = parser;
  const isRead = !parser.tooDeep && !parser.opaque && parser.failures.length === 0;
  return isRead ? { kind, names, calls, tables } : null;
}
