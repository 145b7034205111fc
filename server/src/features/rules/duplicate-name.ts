import type { Cte, Ident, Name, Scope } from '../../sql/ast';
import { finding, type Finding, type Rule } from './rule';
import type { Subject } from './subject';

export const duplicateName: Rule = {
  code: 'duplicate-name',
  severity: 'error',
  title: 'The same column or CTE twice in one list.',
  check(subject) {
    return [
      ...subject.nodes('definition').flatMap(({ columns }) =>
        twice(
          columns.map(({ name }) => name),
          'column',
        ),
      ),
      ...subject.nodes('insert').flatMap(({ columns }) => twice(columns ?? [], 'column')),
      ...subject.nodes('mergeInsert').flatMap(({ columns }) => twice(columns, 'column')),
      ...assignments(subject),
      ...ctes(subject),
      ...created(subject),
    ];
  },
};

const key = (parts: readonly Ident[]): string => parts.map(({ name }) => name.toLowerCase()).join('\u0000');

function twice(names: readonly Name[], what: string): Finding[] {
  const seen = new Set<string>();
  return names.flatMap((name): Finding[] => {
    const own = key(name.parts);
    if (own === '') return [];
    if (!seen.has(own)) {
      seen.add(own);
      return [];
    }
    return [finding(name, `The ${what} ${name.parts.map((part) => part.name).join('.')} is in this list already.`)];
  });
}

/** `SET a = 1, a = 2`; `t.a` and `a` are left alone. */
function assignments(subject: Subject): Finding[] {
  const lists = new Set(subject.nodes('assignment').map(({ list }) => list));
  return [...lists].flatMap((list) =>
    twice(
      list.map(({ name }) => name),
      'column',
    ),
  );
}

function ctes(subject: Subject): Finding[] {
  const byScope = new Map<Scope, Cte[]>();
  for (const { cte, scope } of subject.nodes('cte')) {
    const list = byScope.get(scope) ?? [];
    list.push(cte);
    byScope.set(scope, list);
  }
  return [...byScope.values()].flatMap((list) =>
    twice(
      list.map(({ name }) => ({ parts: [name], start: name.start, end: name.end })),
      'CTE',
    ),
  );
}

/** CREATE … AS SELECT 1 AS a, 2 AS a: its columns make the table or view. */
function created(subject: Subject): Finding[] {
  return subject.nodes('definition').flatMap(({ query, columns }): Finding[] => {
    if (query?.output.kind !== 'select' || columns.length > 0) return [];
    const names = query.output.items.flatMap(({ expr, alias }): Name[] => {
      if (alias !== null) return [{ parts: [alias], start: alias.start, end: alias.end }];
      const last = expr.kind === 'column' ? expr.name.parts[expr.name.parts.length - 1] : undefined;
      return last === undefined ? [] : [{ parts: [last], start: last.start, end: last.end }];
    });
    return twice(names, 'column');
  });
}
