import type { Parsed, Query, StatementKind, SyntaxError } from '../ast';
import { expectationText, type Expectation } from '../expectations';
import type { Tokens } from '../lexer';
import { T } from '../token-kinds';
import type { Watch } from './cursor';
import { messageFor } from './messages';
import { ScriptParser } from './script';

/** The words a statement can begin with, as offered and as listed in messages. */
const starters = [
  ...['SELECT', 'WITH', 'INSERT INTO', 'INSERT OVERWRITE', 'UPDATE', 'DELETE FROM', 'MERGE INTO', 'CREATE', 'ALTER'],
  ...['DROP', 'CALL', 'SHOW', 'DESCRIBE', 'EXPLAIN', 'USE', 'SET', 'RESET', 'REFRESH', 'ANALYZE TABLE', 'CACHE TABLE'],
  ...['UNCACHE TABLE', 'CLEAR CACHE', 'TRUNCATE TABLE', 'DECLARE', 'EXECUTE IMMEDIATE', 'COMMENT ON', 'FROM', 'VALUES'],
  ...['TABLE', 'BEGIN', 'REPLACE TABLE', 'MSCK REPAIR TABLE', 'LOAD DATA', 'ADD', 'LIST'],
];

class StatementParser extends ScriptParser {
  kind: StatementKind = 'other';
  root: Query | null = null;

  /** One statement, to its end. */
  run(): void {
    this.statement();
    if (this.type !== T.Eof && !this.tooDeep) {
      if (this.watched) this.noteEnd();
      this.fail();
    } else if (this.watched) this.noteEnd();
  }

  private noteEnd(): void {
    this.note({ kind: 'sign', text: ';' });
  }

  protected statement(): void {
    this.clause = 'other';
    if (this.watched) this.noteWords(...starters);
    if (this.peek(2) === T.BEGIN) this.startLabel();
    const kind = this.dispatch();
    if (!this.inScript) this.kind = kind;
  }

  private dispatch(): StatementKind {
    switch (this.type) {
      case T.SELECT:
      case T.FROM:
      case T.VALUES:
      case T.TABLE:
      case T.LParen:
      case T.MAP:
      case T.REDUCE:
        this.root = this.query();
        return 'query';
      case T.WITH:
        return this.with();
      case T.INSERT:
        this.insert();
        return 'insert';
      case T.UPDATE:
        this.update();
        return 'update';
      case T.DELETE:
        this.deleteFrom();
        return 'delete';
      case T.MERGE:
        this.merge();
        return 'merge';
      case T.CREATE:
      case T.REPLACE:
        this.create();
        return 'create';
      case T.ALTER:
        this.alter();
        return 'alter';
      case T.DROP:
        this.drop();
        return 'drop';
      case T.CALL:
        this.callProcedure();
        return 'call';
      case T.DESC:
      case T.DESCRIBE:
        this.describe();
        return 'describe';
      case T.SHOW:
        this.show();
        return 'describe';
      case T.EXPLAIN:
        this.explain();
        return 'explain';
      case T.SET:
        this.set();
        return 'set';
      case T.USE:
        this.use();
        return 'use';
      case T.BEGIN:
        this.block();
        return 'script';
      default:
        this.others();
        return 'other';
    }
  }

  private others(): void {
    switch (this.type) {
      case T.DECLARE:
        this.declare();
        return;
      case T.EXECUTE:
        this.executeImmediate();
        return;
      case T.ANALYZE:
        this.analyze();
        return;
      case T.CACHE:
        this.cache();
        return;
      case T.UNCACHE:
        this.uncache();
        return;
      case T.CLEAR:
        this.next();
        this.expect(T.CACHE);
        return;
      case T.REFRESH:
        this.refresh();
        return;
      case T.TRUNCATE:
        this.truncate();
        return;
      case T.MSCK:
      case T.REPAIR:
        this.repair();
        return;
      case T.LOAD:
        this.load();
        return;
      case T.COMMENT:
        this.comment();
        return;
      case T.RESET:
      case T.ADD:
      case T.LIST:
      case T.GRANT:
      case T.REVOKE:
      case T.EXPORT:
      case T.IMPORT:
      case T.LOCK:
      case T.UNLOCK:
      case T.START:
      case T.COMMIT:
      case T.ROLLBACK:
      case T.DFS:
      case T.Substitution:
        // Read by the shell or the session, or known to Spark only to be refused: no syntax of ours.
        this.skipToEnd();
        return;
      default:
        if (this.atCaret) this.takeCaret();
        else this.fail();
        this.skipToEnd();
    }
  }

  /** WITH before a query, or before an INSERT, UPDATE, DELETE or MERGE that uses its names. */
  private with(): StatementKind {
    const { start } = this;
    const scope = this.openScope();
    this.next();
    this.ctes(scope);
    if (this.watched) this.noteWords('INSERT INTO', 'MERGE INTO', 'UPDATE', 'DELETE FROM');
    let kind: StatementKind = 'query';
    if (this.type === T.INSERT) {
      this.insert();
      kind = 'insert';
    } else if (this.type === T.UPDATE) {
      this.update();
      kind = 'update';
    } else if (this.type === T.DELETE) {
      this.deleteFrom();
      kind = 'delete';
    } else if (this.type === T.MERGE) {
      this.merge();
      kind = 'merge';
    } else {
      const query: Query = { kind: 'query', scope, output: { kind: 'unknown' }, start, end: this.lastEnd };
      this.queryAfterWith(query);
      this.root = query;
    }
    this.closeScope(scope);
    return kind;
  }
}

/**
 * Parses the tokens `[first, last)`. Offsets in the result are from `base`, the statement's offset in the tokens' text.
 * Never throws. A text with `${…}` in it has no errors: what stands there is known only to the session.
 */
export function parseTokens(tokens: Tokens, first: number, last: number, base: number): Parsed {
  const parser = new StatementParser(tokens, first, last, base, null);
  try {
    parser.run();
  } catch {
    // Only the machine's stack can give out; what was found until then stays.
    parser.tooDeep = true;
  }
  const { kind, root, tables, columns, calls, marks, blocks, nodes } = parser;
  const quiet = parser.tooDeep || hasSubstitution(tokens, first, last);
  const errors = quiet ? [] : errorsOf(parser, tokens, first, last, base);
  return { kind, query: root, tables, columns, calls, marks, blocks, nodes, errors };
}

function hasSubstitution(tokens: Tokens, first: number, last: number): boolean {
  for (let at = first; at < last; at++) if (tokens.kinds[at] === Number(T.Substitution)) return true;
  return false;
}

function errorsOf(parser: StatementParser, tokens: Tokens, first: number, last: number, base: number): SyntaxError[] {
  const errors: SyntaxError[] = [];
  for (const at of parser.failures) {
    const { expectations } = watchTokens(tokens, first, last, base, { token: at, offset: null });
    const expected = [...new Set(expectations.map(expectationText))];
    errors.push(messageFor({ tokens, first, last, base, at, expected, aliases: parser.aliases }));
  }
  for (const at of parser.unquoted) {
    const [start = 0, end = 0] = [tokens.starts[at], tokens.ends[at]];
    const message = 'Spark takes a name with letters beyond A to Z in backticks only.';
    errors.push({ start: start - base, end: end - base, message, expected: [] });
  }
  return errors.sort((a, b) => a.start - b.start);
}

/** Parses once more and says what was looked for at one place; `parsed` is the tree as far as it can be told. */
export function watchTokens(
  tokens: Tokens,
  first: number,
  last: number,
  base: number,
  watch: Watch,
): { readonly expectations: readonly Expectation[]; readonly parsed: Omit<Parsed, 'errors'> } {
  const parser = new StatementParser(tokens, first, last, base, watch);
  try {
    parser.run();
  } catch {
    parser.tooDeep = true;
  }
  const { kind, root, tables, columns, calls, marks, blocks, nodes, expectations } = parser;
  return { expectations, parsed: { kind, query: root, tables, columns, calls, marks, blocks, nodes } };
}

/** What a formatter needs to know of a statement. */
export interface Anatomy {
  readonly kind: StatementKind;
  /** The indices of tokens that are names or text of no grammar, whatever word they are. */
  readonly names: ReadonlySet<number>;
  readonly calls: Parsed['calls'];
  readonly tables: Parsed['tables'];
}

/** Which words of the tokens `[0, count)`, one statement, are names. Null for a broken statement, or one too deep to tell. */
export function dissect(tokens: Tokens, count: number): Anatomy | null {
  const parser = new StatementParser(tokens, 0, count, 0, null);
  const names: number[] = [];
  parser.names = names;
  try {
    parser.run();
  } catch {
    return null;
  }
  const { kind, calls, tables } = parser;
  return parser.tooDeep || parser.failures.length > 0 ? null : { kind, names: new Set(names), calls, tables };
}
