import type { Ident, Output, Relation, Scope } from '../../sql/ast';
import type { Binder } from '../../sql/binder';

/** How many columns a query gives; null where it is not certain. */
export function widthOf(output: Output, binder: Binder): number | null {
  switch (output.kind) {
    case 'select': {
      let width = 0;
      for (const { expr, alias } of output.items) {
        if (expr.kind !== 'star') {
          // A generator such as `inline` or `json_tuple` gives several, unless it has one name.
          if (expr.kind === 'call' && alias === null && generators.has(expr.name.parts[0]?.name.toLowerCase() ?? '')) {
            return null;
          }
          width++;
          continue;
        }
        const star = starWidth(output.scope, expr.qualifier?.parts ?? null, binder);
        if (star === null) return null;
        width += star - expr.except.length;
      }
      // `AS (a, b)` names several columns of one item.
      return output.scope.opaque ? null : width;
    }
    case 'relations':
      return starWidth(output.scope, null, binder);
    case 'extend': {
      const input = widthOf(output.input, binder);
      return input === null || output.items.some(({ expr }) => expr.kind === 'star')
        ? null
        : input + output.items.length;
    }
    case 'drop': {
      const input = widthOf(output.input, binder);
      return input === null ? null : input - output.names.length;
    }
    case 'unknown':
      return null;
  }
}

const generators = new Set(
  'explode explode_outer posexplode posexplode_outer inline inline_outer stack json_tuple variant_explode'.split(' '),
);

function starWidth(scope: Scope, qualifier: readonly Ident[] | null, binder: Binder): number | null {
  if (scope.opaque || scope.relations.length === 0) return null;
  if (qualifier !== null) {
    const relation = binder.relationNamed(qualifier, scope);
    return relation === null ? null : relationWidth(relation, binder);
  }
  let width = 0;
  for (const relation of scope.relations) {
    const { join } = relation;
    if (join !== undefined && (join.natural || join.using.length > 0)) return null;
    if (join?.semi === true) continue;
    const own = relationWidth(relation, binder);
    if (own === null) return null;
    width += own;
  }
  return width;
}

export function relationWidth(relation: Relation, binder: Binder): number | null {
  return relation.columnAliases.length > 0 && relation.kind !== 'view'
    ? relation.columnAliases.length
    : widthBeforeAlias(relation, binder);
}

/** As many columns as a list of aliases must have. */
export function widthBeforeAlias(relation: Relation, binder: Binder): number | null {
  if (relation.kind === 'derived') return widthOf(relation.query.output, binder);
  if (relation.kind === 'step') return widthOf(relation.output, binder);
  if (relation.kind === 'view') return null;
  if (relation.kind === 'table') {
    const path = binder.path(relation);
    if (path.kind === 'cte') {
      const { columns, recursive, query } = path.cte;
      if (columns.length > 0) return columns.length;
      return recursive || query === null ? null : widthOf(query.output, binder);
    }
    if (path.kind === 'table' && path.metadata !== null) return null;
  }
  const { columns, complete } = binder.columnsOf({ ...relation, columnAliases: [] });
  return complete ? columns.length : null;
}
