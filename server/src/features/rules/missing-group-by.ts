import type { ColumnRef, Expr } from '../../sql/ast';
import { sameName } from '../../sql/names';
import type { SelectNode } from '../../sql/nodes';
import { bare } from '../../sql/walk';
import { aggregatesIn, isAggregate, isScalar } from './aggregates';
import { finding, type Finding, type Rule } from './rule';
import type { Subject } from './subject';

export const missingGroupBy: Rule = {
  code: 'missing-group-by',
  severity: 'error',
  title: 'A column beside aggregates that GROUP BY does not have.',
  asksCatalogs: true,
  check(subject) {
    if (!subject.isCertain) return [];
    return subject.nodes('select').flatMap((node) => [
      ...stars(node, subject),
      ...ungrouped(node, subject).map((column) => {
        const name = subject.slice(column);
        const why = node.groupBy === null ? 'beside aggregates, and there is no GROUP BY' : 'not in GROUP BY';
        return finding(column, `${name} is ${why}: group by it, or aggregate it.`);
      }),
    ]);
  },
};

/** `*` in a grouped query, with a column that no group is called like. */
function stars({ groupBy, items, pipe, scope }: SelectNode, { binder }: Subject): Finding[] {
  if (pipe || scope.opaque || groupBy?.plain !== true) return [];
  const groups = groupBy.exprs.map(bare);
  const names = groups.map((one) => (one.kind === 'column' ? (one.name.parts.at(-1)?.name ?? '') : null));
  if (names.includes(null)) return [];
  return items.flatMap(({ expr }): Finding[] => {
    if (expr.kind !== 'star' || expr.qualifier !== null || expr.except.length > 0) return [];
    const { columns, complete } = binder.allColumns(scope);
    const loose = complete ? columns.find(({ name }) => !names.some((one) => sameName(one ?? '', name))) : undefined;
    if (loose === undefined) return [];
    return [finding(expr, `* has ${loose.name}, which is not in GROUP BY.`)];
  });
}

/** The columns of the select list that the groups do not determine, certain ones only. */
export function ungrouped(node: SelectNode, subject: Subject): ColumnRef[] {
  const { groupBy, items, pipe, scope } = node;
  if (pipe || scope.opaque || items.some(({ expr }) => expr.kind === 'star')) return [];
  if (groupBy === null && !items.some(({ expr }) => aggregatesIn(expr).length > 0)) return [];
  if (groupBy !== null && !groupBy.plain) return [];
  const groups = groupBy?.exprs.map(bare) ?? [];
  const positions = new Set(groups.flatMap((one) => (one.kind === 'literal' ? [Number(subject.slice(one))] : [])));
  const texts = new Set(groups.map((one) => normal(one, subject)));
  const found: ColumnRef[] = [];
  const visit = (expr: Expr): void => {
    const at = bare(expr);
    if (texts.has(normal(at, subject))) return;
    switch (at.kind) {
      case 'column':
        if (isLoose(at, groups, node, subject)) found.push(at);
        return;
      case 'call':
        // A function of the session's own may be an aggregate; a window is computed over the groups.
        if (isAggregate(at) || at.over === true || !isScalar(at)) return;
        for (const arg of at.args) visit(arg);
        return;
      case 'cast':
        visit(at.expr);
        return;
      case 'field':
        visit(at.base);
        return;
      case 'compound':
        if (at.what === 'lambda') return;
        for (const operand of at.operands) visit(operand);
        return;
      default:
    }
  };
  for (const [i, { expr, alias }] of items.entries()) {
    const byAlias = alias !== null && groups.some((one) => one.kind === 'column' && isCalled(one, alias.name));
    if (!positions.has(i + 1) && !byAlias) visit(expr);
  }
  return found;
}

const isCalled = ({ name: { parts } }: ColumnRef, alias: string): boolean =>
  parts.length === 1 && sameName(parts[0]?.name ?? '', alias);

/** An expression's text without blanks and case: equal texts mean the same. */
function normal(expr: Expr, subject: Subject): string {
  return subject.slice(expr).replace(/\s+/g, '').toLowerCase();
}

/** It is a column of the FROM clause, and no group is that column or a struct it is in. */
function isLoose(column: ColumnRef, groups: readonly Expr[], { scope }: SelectNode, { binder }: Subject): boolean {
  const own = binder.resolve(column);
  if (own.kind !== 'column' || own.relation === null || !scope.relations.includes(own.relation)) return false;
  const { parts } = column.name;
  return !groups.some((group) => {
    // An expression may hold the column in some other way: `GROUP BY a.b[0]`.
    if (group.kind !== 'column') return false;
    const found = binder.resolve(group);
    if (found.kind !== 'column' || found.relation === null) return true;
    if (found.relation !== own.relation || !sameName(found.column.name, own.column.name)) {
      // Joined by USING, both sides' columns are one.
      return (
        sameName(found.column.name, own.column.name) &&
        scope.relations.some(({ join }) => join !== undefined && (join.natural || join.using.length > 0))
      );
    }
    const path = group.name.parts.slice(found.part + 1);
    return path.every((part, i) => sameName(part.name, parts[own.part + 1 + i]?.name ?? ''));
  });
}
