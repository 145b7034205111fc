import type { Name } from '../../sql/ast';
import { sameName } from '../../sql/names';
import type { TransformNode } from '../../sql/nodes';
import { typeFields } from '../../sql/type-string';
import { closest, didYouMean } from './closest';
import { finding, type Finding, type Rule } from './rule';
import { isIceberg, type Subject } from './subject';

export const partitionTransform: Rule = {
  code: 'partition-transform',
  severity: 'warning',
  title: 'A partition transform that does not fit its column, or a width that is none.',
  asksCatalogs: true,
  check(subject) {
    return subject.nodes('transform').flatMap((node): Finding[] => {
      const columns = columnsFor(node, subject);
      return columns === null ? [] : judge(node, columns, node.table.purpose === 'create');
    });
  },
};

interface Column {
  readonly name: string;
  readonly type: string;
}

/** The columns the transform can name: those of the definition, or of the table as it is. Null where that is not certain. */
function columnsFor({ table, start }: TransformNode, subject: Subject): readonly Column[] | null {
  if (table.purpose === 'create') {
    const node = subject
      .nodes('definition')
      .find((one) => one.table === table && one.start <= start && start < one.end);
    const format = node?.format?.parts[0]?.name.toLowerCase();
    // Other formats have transforms of their own; a query's columns are not written here.
    if (node === undefined || format !== 'iceberg' || node.query !== null) return null;
    return node.columns.map(({ name, type }) => ({ name: name.parts[0]?.name ?? '', type }));
  }
  const shape = subject.shapeOf(table);
  return shape !== null && isIceberg(shape) && shape.columns.length > 0 ? shape.columns : null;
}

type Kind = 'time' | 'hour' | 'bucket' | 'truncate' | 'identity';

const kinds: Readonly<Record<string, Kind>> = {
  ...{ year: 'time', years: 'time', month: 'time', months: 'time', day: 'time', days: 'time', date: 'time' },
  ...{ hour: 'hour', hours: 'hour', date_hour: 'hour', bucket: 'bucket', truncate: 'truncate', identity: 'identity' },
};

function judge({ name, args, start, end }: TransformNode, columns: readonly Column[], isNew: boolean): Finding[] {
  const word = name.parts[0]?.name ?? '';
  if (args === null) return source(name, 'identity', word, columns, isNew);
  const kind = name.parts.length === 1 ? kinds[word.toLowerCase()] : undefined;
  if (kind === undefined) {
    if (name.parts.length > 1 || word.toLowerCase() === 'zorder') return [];
    const like = closest(word, ['years', 'months', 'days', 'hours', 'bucket', 'truncate']);
    const message = `Iceberg has no transform ${word}.${didYouMean(like)}`;
    return [finding(name, message, like === null ? [] : [like])];
  }
  const given = args.flatMap(({ column }) => (column === null ? [] : [column]));
  const [column, second] = given;
  if (column === undefined || second !== undefined) return [finding({ start, end }, `${word} takes one column.`)];
  const found = source(column, kind, word, columns, isNew);
  if (kind !== 'bucket' && kind !== 'truncate') return found;
  const width = args.find((one) => one.column === null);
  if (width === undefined) return [...found, finding({ start, end }, `${word} takes a number and a column.`)];
  if (kind === 'bucket' && args[0]?.column !== null) {
    return [...found, finding(width, 'The number of buckets comes first: bucket(n, column).')];
  }
  if (/^-?\d+$/.test(width.text) && Number(width.text) > 0) return found;
  return [...found, finding(width, `${word} needs a number above 0.`)];
}

/** `isNew`: the columns of a table that is altered are looked up by another rule. */
function source(name: Name, kind: Kind, word: string, columns: readonly Column[], isNew: boolean): Finding[] {
  let fields = columns;
  let type: string | null = null;
  for (const part of name.parts) {
    const found = fields.find((one) => sameName(one.name, part.name));
    if (found === undefined) {
      if (part.name === '' || !isNew) return [];
      const names = fields.map((one) => one.name);
      const like = closest(part.name, names);
      return [
        finding(part, `There is no column ${part.name} in this table.${didYouMean(like)}`, like === null ? [] : [like]),
      ];
    }
    ({ type } = found);
    fields = typeFields(type);
  }
  const base = /^\s*([a-z_]+)/i.exec(type ?? '')?.[1]?.toLowerCase();
  if (base === undefined || fitting[kind](base)) return [];
  return [
    finding(
      name,
      kind === 'identity'
        ? `Iceberg neither partitions nor sorts by a column of type ${base}.`
        : `${word} does not work on ${base}.`,
    ),
  ];
}

const is = (...types: string[]): ((type: string) => boolean) => {
  const set = new Set(types);
  return (type) => set.has(type);
};
const nested = is('array', 'map', 'struct', 'variant');
const times = is('date', 'timestamp', 'timestamp_ntz', 'timestamp_ltz');
const truncated = is(
  ...['tinyint', 'smallint', 'int', 'integer', 'bigint', 'long', 'short', 'byte', 'decimal', 'dec', 'numeric'],
  ...['string', 'char', 'varchar', 'character', 'binary'],
);

/** By the Iceberg specification, and as Spark refused the others. */
const fitting: Readonly<Record<Kind, (type: string) => boolean>> = {
  time: times,
  hour: (type) => times(type) && type !== 'date',
  bucket: (type) => !nested(type) && !is('boolean', 'float', 'double', 'real')(type),
  truncate: truncated,
  identity: (type) => !nested(type),
};
