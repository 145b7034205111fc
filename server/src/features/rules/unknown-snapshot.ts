import type { Expr } from '../../sql/ast';
import type { TableShape } from '../../sql/catalog-picture';
import { catalogPath } from '../../sql/names';
import type { ProcedureNode } from '../../sql/nodes';
import { stringValue } from './literals';
import { finding, type Finding, type Rule } from './rule';
import { isIceberg, type Subject } from './subject';
import { icebergProcedure } from './unknown-procedure';

export const unknownSnapshot: Rule = {
  code: 'unknown-snapshot',
  severity: 'warning',
  title: 'A snapshot id that the table does not have, or no longer.',
  asksCatalogs: true,
  check(subject) {
    return [...versions(subject), ...names(subject), ...references(subject), ...calls(subject)];
  },
};

const hasSnapshot = ({ snapshots }: TableShape, id: string): boolean =>
  snapshots === null || snapshots.some((one) => one.id === id);

function judge(shape: TableShape | null, id: string, span: { start: number; end: number }): Finding[] {
  if (shape === null || !isIceberg(shape) || hasSnapshot(shape, id)) return [];
  const count = shape.snapshots?.length ?? 0;
  const has = count === 0 ? 'has none yet' : `has ${count} other${count === 1 ? '' : 's'}; it may have expired`;
  return [finding(span, `${shape.name} has no snapshot ${id}: it ${has}.`)];
}

/** `VERSION AS OF 1`, and `'1'` where no branch or tag is called so. */
function versions(subject: Subject): Finding[] {
  return subject.parsed.tables.flatMap((table): Finding[] => {
    const value = table.asOf?.kind === 'version' ? table.asOf.value : null;
    if (value?.kind !== 'literal') return [];
    const text = subject.slice(value);
    const id = value.type === 'integer' ? text.replace(/l$/i, '') : (stringValue(text) ?? '');
    if (!/^\d+$/.test(id)) return [];
    const shape = subject.shapeOf(table);
    if (shape?.refs === null || shape?.refs.some(({ name }) => name === id) === true) return [];
    return judge(shape, id, value);
  });
}

/** `orders.snapshot_id_1` */
function names(subject: Subject): Finding[] {
  return subject.parsed.tables.flatMap((table): Finding[] => {
    const path = subject.binder.path(table);
    const last = table.name.parts[table.name.parts.length - 1];
    const match = path.kind === 'table' ? /^snapshot_id_(\d+)$/i.exec(path.ref ?? '') : null;
    if (match === null || last === undefined) return [];
    return judge(subject.shapeOf(table), match[1] ?? '', last);
  });
}

/** `CREATE BRANCH b AS OF VERSION 1` */
function references(subject: Subject): Finding[] {
  return subject
    .nodes('reference')
    .flatMap(({ table, version }) =>
      version === null ? [] : judge(subject.shapeOf(table), version.text.replace(/l$/i, ''), version),
    );
}

/** `CALL … rollback_to_snapshot(table => 'sales.orders', snapshot_id => 1)` */
function calls(subject: Subject): Finding[] {
  return subject.nodes('procedure').flatMap((node): Finding[] => {
    const procedure = icebergProcedure(node, subject);
    const at = procedure?.parameters.findIndex(({ name }) => name === 'snapshot_id') ?? -1;
    if (procedure === null || at < 0) return [];
    const id = argument(node, 'snapshot_id', at);
    if (id?.kind !== 'literal' || id.type !== 'integer') return [];
    return judge(tableOfCall(node, subject), subject.slice(id).replace(/l$/i, ''), id);
  });
}

export function argument({ args }: ProcedureNode, name: string, at: number): Expr | null {
  const named = args.find((one) => one.name?.name === name);
  const positional = args[at];
  return named?.value ?? (positional?.name === null ? positional.value : null);
}

/** The table that a CALL is about, its name a plain string; null when that is not certain. */
export function tableOfCall(node: ProcedureNode, subject: Subject): TableShape | null {
  const value = argument(node, 'table', 0);
  const [catalog] = node.name.parts;
  if (value?.kind !== 'literal' || value.type !== 'string' || catalog === undefined || !subject.isCertain) return null;
  const written = stringValue(subject.slice(value));
  if (written === null || !/^[\w.]+$/.test(written) || node.name.parts.length !== 3) return null;
  const parts = written.split('.');
  const { picture } = subject.binder;
  const full = parts[0]?.toLowerCase() === catalog.name.toLowerCase() ? parts : [catalog.name, ...parts];
  if (full.length !== 3) return null;
  const path = catalogPath(full, picture);
  if (path.kind !== 'table' || subject.around.changed.has(full.join('.').toLowerCase())) return null;
  const answer = subject.binder.tableAt(path);
  return answer === null || typeof answer === 'string' ? null : answer;
}
