import type { Query, StatementKind } from '../ast';
import { T } from '../token-kinds';
import { ScriptParser } from './script';

/** The words a statement can begin with, as offered and as listed in messages. */
const starters = [
  ...['SELECT', 'WITH', 'INSERT INTO', 'INSERT OVERWRITE', 'UPDATE', 'DELETE FROM', 'MERGE INTO', 'CREATE', 'ALTER'],
  ...['DROP', 'CALL', 'SHOW', 'DESCRIBE', 'EXPLAIN', 'USE', 'SET', 'RESET', 'REFRESH', 'ANALYZE TABLE', 'CACHE TABLE'],
  ...['UNCACHE TABLE', 'CLEAR CACHE', 'TRUNCATE TABLE', 'DECLARE', 'EXECUTE IMMEDIATE', 'COMMENT ON', 'FROM', 'VALUES'],
  ...['TABLE', 'BEGIN', 'REPLACE TABLE', 'MSCK REPAIR TABLE', 'LOAD DATA', 'ADD', 'LIST'],
];

/** One statement of any kind. */
export class StatementParser extends ScriptParser {
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
        this.reset();
        return;
      case T.ADD:
      case T.LIST:
        this.resource();
        return;
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
        this.hiveCommand();
        return;
      case T.Substitution:
        // The session puts the statement in.
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
