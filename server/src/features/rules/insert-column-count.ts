import type { Expr } from '../../sql/ast';
import type { InsertNode } from '../../sql/nodes';
import { finding, type Finding, type Rule } from './rule';
import type { Subject } from './subject';
import { widthOf } from './width';

export const insertColumnCount: Rule = {
  code: 'insert-column-count',
  severity: 'warning',
  title: 'INSERT with more or fewer values than columns.',
  asksCatalogs: true,
  check(subject) {
    const inserts = subject.nodes('insert').flatMap((node) => insert(node, subject));
    const merges = subject.nodes('mergeInsert').flatMap(({ columns, values, start, end }): Finding[] => {
      if (columns.length === values.length || columns.length === 0) return [];
      return [finding({ start, end }, `${counted(columns.length, 'column')}, but ${counted(values.length, 'value')}.`)];
    });
    return [...inserts, ...merges];
  },
};

function insert(node: InsertNode, subject: Subject): Finding[] {
  const { query, byName, columns, partition, target } = node;
  if (query === null || byName) return [];
  const shape = subject.shapeOf(target);
  const fixed = partition.filter(({ value }) => value !== null).length;
  const inTable = shape === null || shape.columns.length === 0 ? null : shape.columns.length - fixed;
  const wanted = columns === null ? inTable : columns.length;
  if (wanted === null) return [];
  const rows = rowsOf(node, subject);
  const given = rows === null ? selected(node, subject) : null;
  const where =
    columns === null
      ? `${shape?.name ?? 'the table'} has ${counted(wanted, 'column')}`
      : `the list has ${counted(wanted, 'column')}`;
  if (given !== null) {
    return given === wanted
      ? []
      : [finding(firstLine(query, subject), `The query gives ${counted(given, 'column')}, but ${where}.`)];
  }
  // Rows that differ among themselves are another rule's.
  const [first] = rows ?? [];
  if (first === undefined || rowWidth(first) === wanted) return [];
  return [finding(first, `This row has ${counted(rowWidth(first), 'value')}, but ${where}.`)];
}

/** The rows when the source is VALUES and nothing else. */
export function rowsOf({ query, headEnd }: InsertNode, subject: Subject): readonly Expr[] | null {
  if (query === null) return null;
  const values = subject.nodes('values').find(({ start }) => start >= headEnd && start <= query.end);
  if (values === undefined || !/^VALUES\b/i.test(subject.text.slice(query.start))) return null;
  return values.rows;
}

export const rowWidth = (row: Expr): number =>
  row.kind === 'compound' && row.what === 'row' ? row.operands.length : 1;

function selected({ query }: InsertNode, subject: Subject): number | null {
  return query === null || !subject.isCertain ? null : widthOf(query.output, subject.binder);
}

export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** A long query is marked at its first line. */
export function firstLine(
  { start, end }: { start: number; end: number },
  { text }: Subject,
): { start: number; end: number } {
  const line = text.indexOf('\n', start);
  return { start, end: line < 0 || line > end ? end : line };
}
