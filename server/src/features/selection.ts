/** What "expand selection" takes next: word, name, expression, item, clause, query, statement, document. */
import type { Expr } from '../sql/ast';
import type { DocumentStatement, SqlDocument } from '../sql/document';
import { T } from '../sql/token-kinds';

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Words that begin a clause, at their own depth of brackets. */
const CLAUSES: ReadonlySet<T> = new Set([
  ...[T.SELECT, T.FROM, T.WHERE, T.GROUP, T.HAVING, T.ORDER, T.LIMIT, T.OFFSET, T.WINDOW, T.UNION, T.EXCEPT],
  ...[T.INTERSECT, T.MINUS, T.SET, T.VALUES, T.WHEN, T.USING, T.PARTITIONED, T.TBLPROPERTIES, T.PipeOp, T.WITH, T.SORT],
  ...[T.CLUSTER, T.DISTRIBUTE, T.JOIN, T.LATERAL, T.ON, T.INSERT, T.MERGE, T.LOCATION, T.PARTITION, T.PIVOT, T.UNPIVOT],
]);
/** Words that stand before JOIN and belong to it. */
const JOINS: ReadonlySet<T> = new Set([
  ...[T.LEFT, T.RIGHT, T.FULL, T.INNER, T.CROSS, T.OUTER, T.SEMI, T.ANTI, T.NATURAL],
]);

/** The spans around an offset, the smallest first; each holds the one before. The last is the document. */
export function selectionAt(document: SqlDocument, offset: number): Span[] {
  const whole = { start: 0, end: document.text.length };
  const spans: Span[] = [...commentSpans(document, offset), whole];
  const statement = document.statements.find(({ start, stop }) => offset >= start && offset <= stop);
  if (statement !== undefined) {
    const { start, end, stop, closed } = statement;
    spans.push({ start, end });
    if (closed) spans.push({ start, end: stop + 1 });
    tokenSpans(document, statement, offset, spans);
    treeSpans(statement, spans);
  }
  return nested(
    spans.filter((span) => span.start <= offset && span.end >= offset),
    offset,
  );
}

/** Smallest first; what crosses the one before is left out. */
function nested(spans: readonly Span[], offset: number): Span[] {
  const sorted = [...spans].sort((a, b) => a.end - a.start - (b.end - b.start) || b.start - a.start);
  const chain: Span[] = [];
  let last: Span = { start: offset, end: offset };
  for (const { start, end } of sorted) {
    if (end === start || start > last.start || end < last.end || (start === last.start && end === last.end)) continue;
    last = { start, end };
    chain.push(last);
  }
  return chain;
}

function commentSpans({ tokens, text }: SqlDocument, offset: number): Span[] {
  const at = tokens.comments.findIndex(({ start, end }) => offset >= start && offset <= end);
  const comment = tokens.comments[at];
  if (comment === undefined) return [];
  const word = wordAt(text, offset, comment);
  const spans: Span[] = [word, { start: comment.start, end: comment.end }];
  if (comment.block) return spans;
  // Line comments below each other are one.
  let [first, last] = [at, at];
  const follows = (one: number, two: number): boolean => {
    const [a, b] = [tokens.comments[one], tokens.comments[two]];
    return a?.block === false && b?.block === false && /^[ \t]*\r?\n[ \t]*$/.test(text.slice(a.end, b.start));
  };
  while (follows(first - 1, first)) first--;
  while (follows(last, last + 1)) last++;
  return [...spans, { start: tokens.comments[first]?.start ?? 0, end: tokens.comments[last]?.end ?? 0 }];
}

function wordAt(text: string, offset: number, within: Span): Span {
  let [start, end] = [offset, offset];
  const isWord = (at: number): boolean => /[\p{L}\p{N}_]/u.test(text.charAt(at));
  while (start > within.start && isWord(start - 1)) start--;
  while (end < within.end && isWord(end)) end++;
  return { start, end };
}

/** Words, strings, brackets with and without what they hold, items between commas, clauses. */
function tokenSpans({ tokens, text }: SqlDocument, statement: DocumentStatement, offset: number, spans: Span[]): void {
  const { kinds, starts, ends, count } = tokens;
  const inside: number[] = [];
  let from = -1;
  let to = count;
  for (let at = 0; at < count; at++) {
    const start = starts[at] ?? 0;
    if (start >= statement.end) {
      to = at;
      break;
    }
    if (start < statement.start) continue;
    if (from < 0) from = at;
    const end = ends[at] ?? 0;
    if (offset < start || offset > end) continue;
    if (kinds[at] === Number(T.String) || kinds[at] === Number(T.Quoted)) {
      const quote = /^r?(?:"""|'''|.)/i.exec(text.slice(start, end))?.[0].length ?? 1;
      const inner = { start: start + quote, end: Math.max(end - (quote > 3 ? 3 : 1), start + quote) };
      spans.push(wordAt(text, offset, inner), inner);
      inside.push(at);
    } else if ((kinds[at] ?? 0) > Number(T.FirstKeyword) || kinds[at] === Number(T.Ident)) inside.push(at);
    if (kinds[at] !== Number(T.Comma) && kinds[at] !== Number(T.LParen) && kinds[at] !== Number(T.RParen))
      spans.push({ start, end });
  }
  if (from < 0) return;
  const open: number[] = [];
  for (let at = from; at < to; at++) {
    const kind = kinds[at] as T;
    if (kind === T.LParen) open.push(at);
    else if (kind === T.RParen) {
      const opened = open.pop();
      if (opened === undefined) continue;
      const [start, end] = [starts[opened] ?? 0, ends[at] ?? 0];
      if (offset < start || offset > end) continue;
      spans.push({ start, end });
      level(opened + 1, at);
    }
  }
  level(from, to);

  /** What stands between two brackets, or in the whole statement. */
  function level(first: number, last: number): void {
    if (last <= first) return;
    spans.push({ start: starts[first] ?? 0, end: ends[last - 1] ?? 0 });
    parts(first, last, (at) => beginsClause(at, first));
    parts(first, last, (at) => beginsClause(at, first) || isAfterHead(at));
    parts(first, last, (at) => kinds[at] === Number(T.Comma) || beginsClause(at, first) || isAfterHead(at));
    const isJoint = (at: number): boolean =>
      kinds[at] === Number(T.AND) || kinds[at] === Number(T.OR) || kinds[at] === Number(T.Comma);
    parts(first, last, (at) => isJoint(at) || beginsClause(at, first) || isAfterHead(at));
  }

  function beginsClause(at: number, first: number): boolean {
    const kind = kinds[at] as T;
    if (kind === T.Semicolon) return true;
    if (JOINS.has(kind) && at > first && !JOINS.has(kinds[at - 1] as T)) {
      let join = at;
      while (JOINS.has(kinds[join] as T)) join++;
      return kinds[join] === Number(T.JOIN);
    }
    if (kind === T.JOIN) return at === first || !JOINS.has(kinds[at - 1] as T);
    if (!CLAUSES.has(kind) || kinds[at - 1] === Number(T.Dot)) return false;
    if (kind === T.GROUP || kind === T.ORDER || kind === T.SORT || kind === T.CLUSTER || kind === T.DISTRIBUTE)
      return kinds[at + 1] === Number(T.BY);
    return true;
  }

  /** The first token of a clause's content: after SELECT, GROUP BY, SET. */
  function isAfterHead(at: number): boolean {
    const before = kinds[at - 1] as T;
    if (before === T.DISTINCT && kinds[at - 2] === Number(T.SELECT)) return true;
    return before === T.BY || (CLAUSES.has(before) && kinds[at] !== Number(T.BY) && kinds[at] !== Number(T.DISTINCT));
  }

  /** The part that holds the offset, of those that begin where `begins` says; a comma or AND at its start is none of it. */
  function parts(first: number, last: number, begins: (at: number) => boolean): void {
    let depth = 0;
    let part = first;
    for (let at = first; at <= last; at++) {
      const kind = at < last ? (kinds[at] as T) : T.Eof;
      if (kind === T.RParen) depth--;
      if (depth === 0 && at > part && (at === last || begins(at))) {
        const begin = isSign(part) ? part + 1 : part;
        if (begin < at) spans.push({ start: starts[begin] ?? 0, end: ends[at - 1] ?? 0 });
        part = at;
      }
      if (kind === T.LParen) depth++;
    }
  }

  function isSign(at: number): boolean {
    const kind = kinds[at] as T;
    return kind === T.Comma || kind === T.AND || kind === T.OR || kind === T.Semicolon;
  }
}

/** What the tree knows: names, calls, expressions, SELECTs, CTEs, blocks. */
function treeSpans({ parsed, start }: DocumentStatement, spans: Span[]): void {
  const add = (span: Span): void => {
    spans.push({ start: start + span.start, end: start + span.end });
  };
  for (const { name } of parsed.columns) add(name);
  for (const call of parsed.calls) for (const span of [call.name, call]) add(span);
  for (const table of parsed.tables) for (const span of [table.name, table]) add(span);
  for (const block of parsed.blocks) add(block);
  for (const { declares, parts, end } of parsed.marks) {
    const first = parts[0];
    if (first !== undefined && declares) add({ start: first.start, end });
  }
  const queue: Expr[] = [];
  for (const node of parsed.nodes) {
    add(node);
    if (node.kind === 'condition') queue.push(node.expr);
    if (node.kind !== 'select') continue;
    for (const item of node.items) {
      add(item);
      queue.push(item.expr);
    }
    for (const relation of node.scope.relations) {
      add(relation);
      if (relation.kind === 'derived') add(relation.query);
    }
  }
  for (let expr = queue.pop(); expr !== undefined; expr = queue.pop()) {
    add(expr);
    if (expr.kind === 'compound') queue.push(...expr.operands);
    else if (expr.kind === 'call') queue.push(...expr.args);
    else if (expr.kind === 'cast') queue.push(expr.expr);
    else if (expr.kind === 'subquery') add(expr.query);
  }
}
