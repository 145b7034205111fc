import type { Query, Relation } from '../../sql/ast';
import { quoteName, sameName } from '../../sql/names';
import { change, indentAt, type Place, type Rewriting, rewrite, touches } from './action';

/** A derived table becomes a CTE; a whole query becomes the CTE of a new one. */
export const wrapInCte: Rewriting = (place) => [...extracted(place), ...wrapped(place)];

type Derived = Relation & { kind: 'derived' };

/** `(SELECT …) d` at the caret or around the selection goes to WITH. */
function extracted(place: Place): ReturnType<Rewriting> {
  const { subject, eol } = place;
  const root = rootOf(place);
  const derived = derivedAt(place);
  if (root === null || derived === null || isCorrelated(derived, place)) return [];
  const { query, alias } = derived;
  if (derived.columnAliases.length > 0) return [];
  const name = freeName(place, alias?.name ?? 'q');
  const written = quoteName(name);
  const body = `${written} AS (${eol}  ${subject.slice(query)}${eol})`;
  const usage = alias === null || sameName(alias.name, name) ? written : `${written} ${subject.slice(alias)}`;
  const place_ = withPlace(root, derived, place);
  if (place_ === null) return [];
  const uses = change(derived.start, derived.end, usage);
  const definition = place_.isFirst
    ? change(place_.at, place_.at, `WITH ${body}${eol}`)
    : change(place_.at, place_.at, place_.before ? `${body},${eol}` : `,${eol}${body}`);
  const changes = [definition, uses].sort((a, b) => a.start - b.start);
  return [rewrite(`Move to a CTE ${name}`, changes)];
}

/** The query a WITH can stand before: the statement's own, that of INSERT or of CREATE. */
function rootOf({ subject }: Place): Query | null {
  if (subject.parsed.kind === 'script') return null;
  if (subject.parsed.query !== null) return subject.parsed.query;
  for (const node of subject.parsed.nodes) {
    if ((node.kind === 'insert' || node.kind === 'definition') && node.query !== null) return node.query;
  }
  return null;
}

function derivedAt(place: Place): Derived | null {
  let best: Derived | null = null;
  for (const { scope } of place.subject.nodes('select')) {
    for (const relation of scope.relations) {
      if (relation.kind !== 'derived') continue;
      if (place.start < relation.start || place.end > relation.end) continue;
      if (best === null || relation.end - relation.start < best.end - best.start) best = relation;
    }
  }
  return best;
}

/** It looks at the relations beside it, or around it. */
function isCorrelated(derived: Derived, { subject }: Place): boolean {
  if (/\bLATERAL\s*$/i.test(subject.text.slice(0, derived.start))) return true;
  const { start, end } = derived.query;
  return subject.parsed.columns.some((column) => {
    if (column.start < start || column.end > end) return false;
    const found = subject.binder.resolve(column);
    // What is uncertain here may be found outside.
    if (found.kind === 'uncertain')
      return (
        column.scope.outer !== null &&
        column.name.parts.length > 1 &&
        subject.binder.relationNamed(column.name.parts.slice(0, 1), column.scope) === null
      );
    if (found.kind !== 'column' || found.relation === null) return false;
    return found.relation.start < start || found.relation.end > end;
  });
}

/** Behind the last CTE, or before the one that the derived table is in. */
function withPlace(
  root: Query,
  derived: Derived,
  { subject }: Place,
): { at: number; before: boolean; isFirst: boolean } | null {
  const ctes = subject.nodes('cte').filter(({ scope }) => root.scope.ctes.length > 0 && scope === root.scope);
  const around = ctes.find(({ start, end }) => start <= derived.start && derived.end <= end);
  if (around !== undefined) return { at: around.start, before: true, isFirst: false };
  const last = ctes.at(-1);
  if (last !== undefined) return { at: last.end, before: false, isFirst: false };
  // A CTE of an INSERT's own WITH is no business of its query.
  if (/^WITH\b/i.test(subject.text) && root.start > 0) return null;
  if (subject.text.startsWith('(', root.start)) return null;
  return { at: root.start, before: false, isFirst: true };
}

function freeName({ subject }: Place, wanted: string): string {
  const taken = [
    ...subject.nodes('cte').map(({ cte }) => cte.name.name),
    ...subject.parsed.tables.flatMap(({ name }) => (name.parts.length === 1 ? [name.parts[0]?.name ?? ''] : [])),
  ];
  for (let n = 1; ; n++) {
    const name = n === 1 ? wanted : `${wanted}${n}`;
    if (!taken.some((one) => sameName(one, name))) return name;
  }
}

/** `SELECT …` becomes `WITH q AS (SELECT …) SELECT * FROM q`; offered at its first word or where all of it is selected. */
function wrapped(place: Place): ReturnType<Rewriting> {
  const { subject, eol, start, end } = place;
  const { query } = subject.parsed;
  if (subject.parsed.kind !== 'query' || query === null || query.scope.ctes.length > 0) return [];
  const isWhole = start <= query.start && end >= query.end;
  if (!isWhole && !touches(place, { start: query.start, end: query.start + 6 })) return [];
  const name = freeName(place, 'q');
  const indent = indentAt(subject.text, query.start);
  const body = subject.slice(query).split(/\r?\n/).join(`${eol}  `);
  // A literal of several lines would change with the indentation.
  if (/['"`][^'"`]*\n/.test(subject.slice(query))) return [];
  const text = `WITH ${name} AS (${eol}${indent}  ${body}${eol}${indent})${eol}${indent}SELECT * FROM ${name}`;
  return [rewrite('Wrap in a CTE', [change(query.start, query.end, text)])];
}
