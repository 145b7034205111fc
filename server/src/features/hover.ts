import type { Call, ColumnRef, TableRelation } from '../sql/ast';
import { Binder, fieldType, isShape, sqlPath } from '../sql/binder';
import { type CatalogPicture, trackWanted, type TableShape } from '../sql/catalog-picture';
import type { SqlDocument } from '../sql/document';
import { functionNamed } from '../sql/language/functions';
import { procedureNamed, procedureSignature } from '../sql/language/procedures';
import { code, escapeText } from './markdown';
import { describeTable } from './offers';
import type { HoverResult } from './types';

interface Spot {
  readonly start: number;
  readonly end: number;
  readonly markdown: string;
}

/** What the name at an offset is, or null where there is none. An empty `markdown` means: not known yet, see `wanted`. */
export function hover(document: SqlDocument, offset: number, picture: CatalogPicture): HoverResult | null {
  const statement = document.statements.find(({ start, end }) => offset >= start && offset <= end);
  if (statement === undefined) return null;
  const tracked = trackWanted(picture);
  const binder = new Binder(tracked);
  const at = offset - statement.start;
  const { tables, columns, calls } = statement.parsed;
  const column = columns.find(({ name }) => at >= name.start && at <= name.end);
  const table = tables.find(({ name }) => at >= name.start && at <= name.end);
  const call = calls.find(({ name }) => at >= name.start && at <= name.end);
  const spot =
    (column && columnSpot(binder, column, at)) ??
    (table && tableSpot(binder, table)) ??
    (call && callSpot(call)) ??
    null;
  if (spot === null) return null;
  return {
    start: spot.start + statement.start,
    end: spot.end + statement.start,
    markdown: spot.markdown,
    wanted: tracked.wanted,
  };
}

function columnSpot(binder: Binder, ref: ColumnRef, at: number): Spot | null {
  const parts = ref.name.parts;
  const index = parts.findIndex(({ start, end }) => at >= start && at <= end);
  const part = parts[index];
  if (part === undefined) return null;
  const found = binder.resolve(ref);
  const spot = { start: part.start, end: part.end };
  if (found.kind !== 'column' || index < found.part) {
    const relation = binder.relationAround(parts.slice(0, index + 1), ref.scope);
    if (relation?.kind === 'table') return { ...spot, markdown: tableSpot(binder, relation)?.markdown ?? '' };
    return found.kind === 'uncertain' ? { ...spot, markdown: '' } : null;
  }
  const { column } = found;
  const type = fieldType(column.type, parts.slice(found.part + 1, index + 1));
  const required = index === found.part && column.nullable === false ? ' NOT NULL' : '';
  const lines = [code(`${part.name} ${type ?? ''}${required}`.trim())];
  if (column.comment !== null && index === found.part) lines.push(escapeText(column.comment));
  if (column.table !== null) lines.push(`From ${code(column.table)}`);
  return { ...spot, markdown: lines.join('\n\n') };
}

function tableSpot(binder: Binder, relation: TableRelation): Spot | null {
  const { start, end } = relation.name;
  const path = binder.path(relation);
  if (path.kind === 'cte') {
    const names = binder.columnsOf(relation).columns.map(({ name }) => name);
    const list = names.length === 0 ? '' : `\n\n${code(names.join(', '))}`;
    return { start, end, markdown: `Common table expression ${code(path.cte.name.name)}${list}` };
  }
  if (path.kind === 'unknown') return null;
  if (path.metadata !== null)
    return { start, end, markdown: `${code(sqlPath(path))}\n\n${escapeText(path.metadata.what)}` };
  const answer = binder.tableAt(path);
  return { start, end, markdown: isShape(answer) ? tableMarkdown(answer, sqlPath(path)) : '' };
}

function tableMarkdown(table: TableShape, name: string): string {
  const lines = [`${table.kind === 'view' ? 'View' : 'Table'} ${code(name)}`];
  if (table.comment !== null && table.comment !== '') lines.push(escapeText(table.comment));
  const counts = describeTable(table.columns.length, table.snapshots?.length ?? null);
  lines.push([table.format === null ? '' : escapeText(table.format), counts].filter((part) => part !== '').join(', '));
  if (table.partitionFields.length > 0) lines.push(`Partitioned by ${code(table.partitionFields.join(', '))}`);
  return lines.join('\n\n');
}

function callSpot({ name }: Call): Spot | null {
  const last = name.parts.at(-1)?.name ?? '';
  const { start, end } = name;
  const known = name.parts.length === 1 ? functionNamed(last) : null;
  if (known !== null) return { start, end, markdown: `${code(known.signature)}\n\n${escapeText(known.what)}` };
  const procedure = name.parts.length > 1 ? procedureNamed(last) : null;
  if (procedure === null) return null;
  return { start, end, markdown: `${code(procedureSignature(procedure))}\n\n${escapeText(procedure.what)}` };
}
