import type { Expr } from '../../sql/ast';
import type { TableShape } from '../../sql/catalog-picture';
import { sameName } from '../../sql/names';
import { rowsOf, rowWidth } from './insert-column-count';
import { finding, type Finding, type Rule } from './rule';
import type { Subject } from './subject';
import { article, classOf, isNested, isNumeric, type TypeClass } from './types';

export const insertType: Rule = {
  code: 'insert-type',
  severity: 'warning',
  title: 'A value that Spark does not store in a column of that type.',
  asksCatalogs: true,
  check(subject) {
    if (!subject.hasCertainTypes) return [];
    return [...inserts(subject), ...merges(subject), ...assignments(subject)];
  },
};

/** Spark's ANSI store assignment. */
function fits(given: TypeClass, column: TypeClass): boolean {
  if (given === column || (isNumeric(given) && isNumeric(column))) return true;
  if (column === 'string') return !isNested(given);
  const times: readonly TypeClass[] = ['date', 'timestamp'];
  return times.includes(given) && times.includes(column);
}

type Column = TableShape['columns'][number];

function judge(value: Expr, column: Column | undefined, subject: Subject): Finding[] {
  const wanted = classOf(column?.type ?? null);
  const given = subject.types.of(value);
  if (column === undefined || wanted === null || given === null || fits(given, wanted)) return [];
  return [
    finding(
      value,
      `${column.name} is ${article(wanted)} (${column.type}); Spark does not store ${article(given)} in it.`,
    ),
  ];
}

/** The columns that values go to, one by one; null where it is not certain. */
function columnsOf(
  names: readonly { readonly parts: readonly { readonly name: string }[] }[] | null,
  shape: TableShape,
): (Column | undefined)[] {
  if (names === null) return [...shape.columns];
  return names.map(({ parts }) =>
    parts.length === 1 ? shape.columns.find(({ name }) => sameName(name, parts[0]?.name ?? '')) : undefined,
  );
}

function inserts(subject: Subject): Finding[] {
  return subject.nodes('insert').flatMap((node): Finding[] => {
    const shape = subject.shapeOf(node.target);
    if (shape === null || node.query === null || node.byName || node.partition.length > 0) return [];
    const columns = columnsOf(node.columns, shape);
    const rows = rowsOf(node, subject);
    if (rows !== null) {
      return rows.flatMap((row) => {
        const values = row.kind === 'compound' && row.what === 'row' ? row.operands : [row];
        return rowWidth(row) === columns.length ? values.flatMap((value, i) => judge(value, columns[i], subject)) : [];
      });
    }
    const { output } = node.query;
    // A set operation makes one type of several.
    if (output.kind !== 'select' || subject.nodes('setOperation').length > 0) return [];
    if (output.items.length !== columns.length || output.items.some(({ expr }) => expr.kind === 'star')) return [];
    return output.items.flatMap(({ expr }, i) => judge(expr, columns[i], subject));
  });
}

function merges(subject: Subject): Finding[] {
  return subject.nodes('mergeInsert').flatMap(({ target, columns, values }): Finding[] => {
    const shape = subject.shapeOf(target);
    if (shape === null || columns.length !== values.length) return [];
    const targets = columnsOf(columns, shape);
    return values.flatMap((value, i) => judge(value, targets[i], subject));
  });
}

function assignments(subject: Subject): Finding[] {
  return subject.nodes('assignment').flatMap(({ target, name, value }): Finding[] => {
    const shape = subject.shapeOf(target);
    const last = name.parts[name.parts.length - 1];
    if (shape === null || last === undefined || name.parts.length > 2) return [];
    if (name.parts.length === 2) {
      const own = target.alias ?? target.name.parts[target.name.parts.length - 1];
      if (own === undefined || !sameName(own.name, name.parts[0]?.name ?? '')) return [];
    }
    return judge(
      value,
      shape.columns.find((column) => sameName(column.name, last.name)),
      subject,
    );
  });
}
