import type { TableShape } from '../../sql/catalog-picture';
import type { ReferenceNode } from '../../sql/nodes';
import { closest, didYouMean } from './closest';
import { stringValue } from './literals';
import { finding, type Finding, type Rule } from './rule';
import { isIceberg, type Subject } from './subject';
import { argument, tableOfCall } from './unknown-snapshot';
import { icebergProcedure } from './unknown-procedure';

export const unknownReference: Rule = {
  code: 'unknown-reference',
  severity: 'warning',
  title: 'A branch or tag that the table does not have.',
  asksCatalogs: true,
  check(subject) {
    return [
      ...versions(subject),
      ...names(subject),
      ...subject.nodes('reference').flatMap((node) => altered(node, subject)),
      ...calls(subject),
    ];
  },
};

type Refs = NonNullable<TableShape['refs']>;

function refsOf(shape: TableShape | null): Refs | null {
  return shape === null || !isIceberg(shape) ? null : shape.refs;
}

function unknown(
  name: string,
  among: Refs,
  what: string,
  shape: TableShape,
  span: { start: number; end: number },
  write: (name: string) => string,
): Finding[] {
  const like = closest(
    name,
    among.map((ref) => ref.name),
  );
  const message = `${shape.name} has no ${what} ${name}.${didYouMean(like)}`;
  return [finding(span, message, like === null ? [] : [write(like)])];
}

/** `VERSION AS OF 'audit'`: a branch or a tag, letter by letter. */
function versions(subject: Subject): Finding[] {
  return subject.parsed.tables.flatMap((table): Finding[] => {
    const value = table.asOf?.kind === 'version' ? table.asOf.value : null;
    if (value?.kind !== 'literal' || value.type !== 'string') return [];
    const name = stringValue(subject.slice(value));
    const shape = subject.shapeOf(table);
    const refs = refsOf(shape);
    if (name === null || refs === null || shape === null || /^\d+$/.test(name)) return [];
    if (refs.some((ref) => ref.name === name)) return [];
    return unknown(name, refs, 'branch or tag', shape, value, (like) => `'${like}'`);
  });
}

/** `orders.branch_audit`, `orders.tag_eoy` */
function names(subject: Subject): Finding[] {
  return subject.parsed.tables.flatMap((table): Finding[] => {
    const path = subject.binder.path(table);
    const last = table.name.parts[table.name.parts.length - 1];
    const match = /^(branch|tag)_(.+)$/i.exec(last?.name ?? '');
    if (path.kind !== 'table' || path.ref === null || match === null || last === undefined) return [];
    const shape = subject.shapeOf(table);
    const refs = refsOf(shape);
    const type = match[1]?.toLowerCase() === 'tag' ? 'tag' : 'branch';
    const name = match[2] ?? '';
    if (shape === null || refs === null || refs.some((ref) => ref.type === type && ref.name === name)) return [];
    const among = refs.filter((ref) => ref.type === type);
    const quoted = subject.text.charAt(last.start) === '`';
    const write = (like: string): string => (quoted || !/^\w+$/.test(like) ? `\`${type}_${like}\`` : `${type}_${like}`);
    return unknown(name, among, type, shape, last, write);
  });
}

/** `DROP BRANCH audit`, `REPLACE TAG eoy …`; what is made must not be there yet. */
function altered(node: ReferenceNode, subject: Subject): Finding[] {
  const { table, type, name, action, lenient } = node;
  const shape = subject.shapeOf(table);
  const refs = refsOf(shape);
  if (shape === null || refs === null || lenient || name.name === '') return [];
  const there = refs.some((ref) => ref.name === name.name);
  if (action === 'create') {
    const isMain = name.name === 'main';
    return there && !isMain ? [finding(name, `${shape.name} has a branch or tag ${name.name} already.`)] : [];
  }
  if (action === 'createOrReplace' || there) return [];
  const among = refs.filter((ref) => ref.type === type);
  return unknown(name.name, among, type, shape, name, (like) => (/^\w+$/.test(like) ? like : `\`${like}\``));
}

/** `set_current_snapshot(…, ref => 'audit')` */
function calls(subject: Subject): Finding[] {
  return subject.nodes('procedure').flatMap((node): Finding[] => {
    const procedure = icebergProcedure(node, subject);
    if (procedure?.name !== 'set_current_snapshot') return [];
    const value = argument(node, 'ref', 2);
    if (value?.kind !== 'literal' || value.type !== 'string') return [];
    const name = stringValue(subject.slice(value));
    const shape = tableOfCall(node, subject);
    const refs = refsOf(shape);
    if (name === null || refs === null || shape === null || refs.some((ref) => ref.name === name)) return [];
    return unknown(name, refs, 'branch or tag', shape, value, (like) => `'${like}'`);
  });
}
