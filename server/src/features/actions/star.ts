import type { Ident, Relation, Scope, Star } from '../../sql/ast';
import { fieldType } from '../../sql/binder';
import { quoteName, sameName } from '../../sql/names';
import { typeFields } from '../../sql/type-string';
import { qualifierOf } from '../offers-columns';
import type { Subject } from '../rules/subject';
import type { TextChange } from '../format';
import { change, indentAt, list, type Place, type Rewriting, rewrite, touches } from './action';

/** `SELECT *`, `SELECT t.*`, `SELECT * EXCEPT (…)` with the columns it stands for. */
export const expandStar: Rewriting = (place) => {
  const { subject } = place;
  return subject.nodes('select').flatMap(({ items, scope }) =>
    items.flatMap(({ expr }) => {
      if (expr.kind !== 'star' || !touches(place, expr) || scope.opaque) return [];
      const names = starNames(
        subject,
        scope,
        expr.qualifier?.parts ?? null,
        expr.except.flatMap(({ parts }) => parts.slice(0, 1)),
      );
      if (names === 'unknown') return [rewrite('Expand *', null)];
      if (names === null || names.length === 0) return [];
      return [rewrite('Expand *', [expanded(names, expr, place)])];
    }),
  );
};

/** On one line where it fits; else one a line, and what follows on a line of its own. */
function expanded(names: readonly string[], { start, end }: Star, { subject: { text }, eol }: Place): TextChange {
  const written = list(names, text, start, eol);
  if (!written.startsWith(eol)) return change(start, end, written);
  const before = /[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0;
  const after = /^[ \t]+(?=[^\s,])/.exec(text.slice(end))?.[0].length ?? 0;
  return change(start - before, end + after, `${written}${after === 0 ? '' : eol + indentAt(text, start)}`);
}

/** `unknown` while a table is not loaded; null where the columns cannot be told. */
function starNames(
  subject: Subject,
  scope: Scope,
  qualifier: readonly Ident[] | null,
  except: readonly Ident[],
): readonly string[] | 'unknown' | null {
  const { binder } = subject;
  if (scope.relations.length === 0) return null;
  let found: Named[] | 'unknown' | null;
  if (qualifier === null) found = allOf(subject, scope);
  else {
    const relation = binder.relationAround(qualifier, scope);
    const before = qualifier.map(({ name }) => quoteName(name)).join('.');
    found = relation === null ? fieldsOf(subject, scope, qualifier) : columnsOf(subject, relation, before);
  }
  if (found === null || found === 'unknown') return found;
  return found.filter(({ name }) => !except.some((gone) => sameName(gone.name, name))).map(({ text }) => text);
}

interface Named {
  readonly name: string;
  readonly text: string;
}

function columnsOf({ binder }: Subject, relation: Relation, before: string | null): Named[] | 'unknown' {
  const { columns, complete } = binder.columnsOf(relation);
  if (!complete) return 'unknown';
  return columns.map(({ name }) => ({
    name,
    text: before === null ? quoteName(name) : `${before}.${quoteName(name)}`,
  }));
}

/** `address.*`: the fields of a struct. */
function fieldsOf({ binder }: Subject, scope: Scope, qualifier: readonly Ident[]): Named[] | null {
  const found = binder.resolveName(qualifier, scope);
  if (found.kind !== 'column') return null;
  const type = fieldType(found.column.type, qualifier.slice(found.part + 1));
  const before = qualifier.map(({ name }) => quoteName(name)).join('.');
  return typeFields(type ?? '').map(({ name }) => ({ name, text: `${before}.${quoteName(name)}` }));
}

/** In Spark's order: what USING joins comes first, once, and has no qualifier. */
function allOf(subject: Subject, scope: Scope): Named[] | 'unknown' | null {
  const relations = scope.relations.filter(({ join }) => join?.semi !== true);
  if (relations.some(({ join }) => join?.natural === true)) return null;
  const single = relations.length === 1;
  let all: Named[] = [];
  for (const relation of relations) {
    const qualifier = qualifierOf(relation);
    const own = columnsOf(subject, relation, single || qualifier === null ? null : quoteName(qualifier));
    if (own === 'unknown') return own;
    const using = relation.join?.using ?? [];
    if (using.length === 0) all = [...all, ...own];
    else {
      const isKey = ({ name }: Named): boolean => using.some((key) => sameName(key.name, name));
      const keys = using.map(({ name }) => ({ name, text: quoteName(name) }));
      all = [...keys, ...all.filter((one) => !isKey(one)), ...own.filter((one) => !isKey(one))];
    }
  }
  return all;
}
