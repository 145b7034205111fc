import type { Ident } from '../../sql/ast';
import { counted } from './insert-column-count';
import { finding, type Finding, type Rule } from './rule';
import { widthBeforeAlias, widthOf } from './width';

export const aliasColumnCount: Rule = {
  code: 'alias-column-count',
  severity: 'error',
  title: 'A list of column names that is longer or shorter than what it names.',
  asksCatalogs: true,
  check(subject) {
    if (!subject.isCertain) return [];
    const { binder } = subject;
    const judge = (names: readonly Ident[], width: number | null): Finding[] => {
      const [first] = names;
      const last = names[names.length - 1];
      if (first === undefined || last === undefined || width === null || names.length === width) return [];
      const message = `${counted(names.length, 'name')} for ${counted(width, 'column')}.`;
      return [finding({ start: first.start, end: last.end }, message)];
    };
    const ctes = subject
      .nodes('cte')
      .flatMap(({ cte: { columns, query } }) =>
        query === null || columns.length === 0 ? [] : judge(columns, widthOf(query.output, binder)),
      );
    const views = subject.nodes('definition').flatMap(({ what, columns, query }) => {
      if (what !== 'view' || query === null || columns.length === 0) return [];
      return judge(
        columns.flatMap(({ name }) => name.parts),
        widthOf(query.output, binder),
      );
    });
    const scopes = new Set(subject.nodes('select').map(({ scope }) => scope));
    const relations = [...scopes].flatMap((scope) =>
      scope.opaque
        ? []
        : scope.relations.flatMap((relation) =>
            relation.kind === 'view' || relation.columnAliases.length === 0
              ? []
              : judge(relation.columnAliases, widthBeforeAlias(relation, binder)),
          ),
    );
    return [...ctes, ...views, ...relations];
  },
};
