import { callsAround } from '../sql/call-at';
import { snapshotAtTime, snapshotOfLiteral, snapshotOfVersion, timeOfText } from '../sql/as-of';
import type { Call, ColumnRef, Ident, Scope, SelectItem, TableRelation } from '../sql/ast';
import { Binder, fieldType, isShape, sqlPath } from '../sql/binder';
import { type CatalogPicture, trackWanted } from '../sql/catalog-picture';
import type { DocumentStatement, SqlDocument } from '../sql/document';
import { functionNamed } from '../sql/language/functions';
import {
  parameterText,
  type Procedure,
  procedureNamed,
  procedureSignature,
  transformNamed,
} from '../sql/language/procedures';
import { setting } from '../sql/language/settings';
import { tableProperty } from '../sql/language/table-properties';
import { sameName } from '../sql/names';
import { T } from '../sql/token-kinds';
import { declaredAbove } from './declared';
import { functionText } from './function-text';
import { keywordText } from './keyword-text';
import { code, escapeText, plural } from './markdown';
import { procedurePlace, procedureTable } from './offers-arguments';
import { optionText } from './offers-iceberg';
import { snapshotText, tableText } from './table-text';
import type { HoverResult } from './types';
import { ValueTypes } from './value-types';

/** Columns of a `*` beyond these are counted. */
const MOST_SHOWN = 30;

interface Spot {
  readonly start: number;
  readonly end: number;
  readonly markdown: string;
}

/** A statement with a place in it, from the statement's start. */
interface Asked {
  readonly statement: DocumentStatement;
  readonly binder: Binder;
  readonly at: number;
  readonly zone: string;
  readonly now: number;
}

/**
 * What the name at an offset is, or null where there is none. An empty `markdown` means: not known yet, see `wanted`.
 * `now` in milliseconds: what a snapshot's age is counted from.
 */
export function hover(
  document: SqlDocument,
  offset: number,
  picture: CatalogPicture,
  now = Date.now(),
): HoverResult | null {
  const statement = document.statements.find(({ start, end }) => offset >= start && offset <= end);
  if (statement === undefined) return null;
  const tracked = trackWanted(picture);
  const declared = declaredAbove(document, offset, tracked, statement.parsed.nodes);
  const zone = picture.timeZone ?? 'UTC';
  const asked: Asked = { statement, binder: new Binder(declared.picture), at: offset - statement.start, zone, now };
  const spot = nameSpot(asked) ?? tokenSpot(asked, document, offset);
  if (spot === null) return null;
  return {
    start: spot.start + statement.start,
    end: spot.end + statement.start,
    markdown: spot.markdown,
    wanted: tracked.wanted,
  };
}

/** Names that the parser has read. */
function nameSpot(asked: Asked): Spot | null {
  const { statement, binder, at } = asked;
  const { tables, columns, calls, marks, nodes } = statement.parsed;
  const covers = ({ start, end }: { readonly start: number; readonly end: number }): boolean =>
    at >= start && at <= end;
  const version = tables.find(({ asOf }) => asOf?.value && covers(asOf.value));
  if (version !== undefined) return asOfSpot(asked, version);
  const column = columns.find(({ name }) => covers(name));
  if (column !== undefined) {
    const spot = columnSpot(asked, column);
    if (spot !== null) return spot;
  }
  const table = tables.find(({ name }) => covers(name));
  if (table !== undefined) return tableSpot(asked, table);
  const call = calls.find(({ name }) => covers(name));
  if (call !== undefined) return callSpot(call);
  for (const node of nodes) {
    if (node.kind === 'procedure' && covers(node.name)) return procedureSpot(node.name.parts);
    const argument =
      node.kind === 'procedure' ? node.args.find(({ name }) => name !== null && covers(name)) : undefined;
    if (node.kind === 'procedure' && argument?.name) return argumentSpot(node.name.parts, argument.name);
    if (node.kind === 'transform' && node.args !== null && covers(node.name)) return transformSpot(node.name.parts);
    const item = node.kind === 'select' ? node.items.find(covers) : undefined;
    if (node.kind === 'select' && item !== undefined) {
      const spot = itemSpot(asked, node.scope, item);
      if (spot !== null) return spot;
    }
  }
  for (const { role, parts, of, scope } of marks) {
    const part = parts.find(covers);
    if (part === undefined) continue;
    if (role === 'targetColumn' && of !== null && 'kind' in of) return targetSpot(asked, of, parts, part);
    if (role === 'tableAlias') {
      const relation = binder.relationAround([part], scope);
      if (relation?.kind === 'table') return { ...rangeOf(part), markdown: tableSpot(asked, relation)?.markdown ?? '' };
    }
    if (role === 'variable') return { ...rangeOf(part), markdown: `Session variable ${code(part.name)}` };
  }
  return null;
}

const rangeOf = ({ start, end }: Ident): { readonly start: number; readonly end: number } => ({ start, end });

/** What `*` gives, or what an alias stands for. */
function itemSpot({ statement, binder, at }: Asked, scope: Scope, { expr, alias }: SelectItem): Spot | null {
  if (alias !== null && at >= alias.start && at <= alias.end) {
    const type = new ValueTypes(binder, statement.parsed).of(expr);
    const written = statement.text.slice(expr.start, expr.end);
    const lines = [code(`${alias.name} ${type ?? ''}`.trim()), `Stands for ${code(written)}`];
    return { ...rangeOf(alias), markdown: lines.join('\n\n') };
  }
  if (expr.kind !== 'star' || at < expr.start || at > expr.end) return null;
  const relation = expr.qualifier === null ? null : binder.relationAround(expr.qualifier.parts, scope);
  if (expr.qualifier !== null && relation === null) return null;
  const { columns } = relation === null ? binder.allColumns(scope) : binder.columnsOf(relation);
  const gone = new Set(expr.except.map(({ parts }) => parts[0]?.name.toLowerCase()));
  const shown = columns.filter(({ name }) => !gone.has(name.toLowerCase()));
  const list = shown.map(({ name, type }) => `- ${code(`${name} ${type ?? ''}`.trim())}`);
  const more = list.length - MOST_SHOWN;
  const markdown = [...list.slice(0, MOST_SHOWN), ...(more > 0 ? [`- and ${plural(more, 'more column')}`] : [])];
  return { start: expr.start, end: expr.end, markdown: markdown.join('\n') };
}

/** Strings and words that are no names: properties, settings, values of procedures, keywords. */
function tokenSpot(asked: Asked, document: SqlDocument, offset: number): Spot | null {
  const { statement } = asked;
  const { tokens } = document;
  let index = -1;
  for (let i = 0; i < tokens.count && (tokens.starts[i] ?? 0) <= offset; i++)
    if ((tokens.ends[i] ?? 0) >= offset && (tokens.starts[i] ?? 0) >= statement.start) index = i;
  if (index < 0) return null;
  const start = (tokens.starts[index] ?? 0) - statement.start;
  const end = (tokens.ends[index] ?? 0) - statement.start;
  const words = statement.text.slice(start, end);
  const spot = { start, end };
  const configured = settingSpot(asked);
  if (configured !== null) return configured;
  if (tokens.kinds[index] === Number(T.String)) {
    const known = tableProperty(words.slice(1, -1));
    if (known !== null && /TBLPROPERTIES|OPTIONS/i.test(statement.text)) {
      const now = propertyNow(asked, words.slice(1, -1));
      const lines = [code(known.name), optionText(known), now === null ? '' : `Now: ${code(now)}`];
      return { ...spot, markdown: lines.filter((line) => line !== '').join('\n\n') };
    }
  }
  return valueSpot(asked, document, spot) ?? keywordSpot(tokens.kinds[index] ?? 0, words, spot);
}

/** The value a property has in the table that the statement is about. */
function propertyNow({ statement, binder }: Asked, name: string): string | null {
  const [table] = statement.parsed.tables;
  const answer = table === undefined ? null : binder.table(table);
  return isShape(answer) ? (answer.properties[name] ?? null) : null;
}

function keywordSpot(kind: number, words: string, spot: { readonly start: number; readonly end: number }): Spot | null {
  if (kind <= Number(T.FirstKeyword)) return null;
  const markdown = keywordText(words);
  return markdown === null ? null : { ...spot, markdown };
}

function settingSpot({ statement, at }: Asked): Spot | null {
  const match = /^(\s*(?:SET|RESET)\s+)([\w.-]+)/i.exec(statement.text);
  const [, head = '', name = ''] = match ?? [];
  if (match === null || at < head.length || at > head.length + name.length) return null;
  const known = setting(name);
  if (known === null) return null;
  return {
    start: head.length,
    end: head.length + name.length,
    markdown: `${code(known.name)}\n\n${optionText(known)}`,
  };
}

/** A snapshot's id, a time or a reference among a procedure's arguments; a table's name there. */
function valueSpot(
  { statement, at, binder, zone, now }: Asked,
  document: SqlDocument,
  spot: { readonly start: number; readonly end: number },
): Spot | null {
  if (statement.parsed.kind !== 'call') return null;
  const { starts, ends, kinds, count } = document.tokens;
  const from = Array.from({ length: count }, (_, i) => i).filter(
    (i) => (starts[i] ?? 0) >= statement.start && (ends[i] ?? 0) <= statement.end,
  );
  const shifted = (values: Int32Array): Int32Array => Int32Array.from(from, (i) => (values[i] ?? 0) - statement.start);
  const tokens = {
    ...document.tokens,
    text: statement.text,
    kinds: Uint16Array.from(from, (i) => kinds[i] ?? 0),
    starts: shifted(starts),
    ends: shifted(ends),
    count: from.length,
  };
  const place = procedurePlace(callsAround(tokens, Math.max(at, spot.start + 1)));
  if (place?.parameter === null || place === null) return null;
  const table = procedureTable(place, binder.picture);
  if (table === null) return null;
  const words = statement.text.slice(spot.start, spot.end).replace(/^['"](.*)['"]$/s, '$1');
  const { means } = place.parameter;
  if (means === 'table') return { ...spot, markdown: tableText(table, words, zone) };
  const time = means === 'time' ? timeOfText(words, zone) : null;
  const found =
    means === 'snapshot' || means === 'branch' || means === 'ref'
      ? snapshotOfVersion(table, words)
      : time === null
        ? null
        : snapshotAtTime(table, time);
  return found === null ? null : { ...spot, markdown: snapshotText(table, found, zone, now) };
}

function asOfSpot({ statement, binder, zone, now }: Asked, relation: TableRelation): Spot | null {
  const { asOf } = relation;
  if (!asOf?.value) return null;
  const { start, end } = asOf.value;
  const answer = binder.table(relation);
  if (!isShape(answer)) return answer === null || answer === 'missing' ? null : { start, end, markdown: '' };
  const found = snapshotOfLiteral(answer, asOf.kind, statement.text.slice(start, end), zone);
  if (found === null) return null;
  return { start, end, markdown: snapshotText(answer, found, zone, now) };
}

function columnSpot(asked: Asked, ref: ColumnRef): Spot | null {
  const { binder, at, statement } = asked;
  const parts = ref.name.parts;
  const index = parts.findIndex(({ start, end }) => at >= start && at <= end);
  const part = parts[index];
  if (part === undefined) return null;
  const found = binder.resolve(ref);
  const spot = rangeOf(part);
  if (found.kind === 'param') {
    const types = new ValueTypes(binder, statement.parsed);
    const type = types.of({ ...ref, name: { ...ref.name, parts: parts.slice(0, index + 1) } });
    return {
      ...spot,
      markdown: `${code(`${part.name} ${type ?? ''}`.trim())}\n\n${index === 0 ? 'Parameter' : 'Field'}`,
    };
  }
  if (found.kind !== 'column' || index < found.part) {
    const relation = binder.relationAround(parts.slice(0, index + 1), ref.scope);
    if (relation?.kind === 'table') return { ...spot, markdown: tableSpot(asked, relation)?.markdown ?? '' };
    return found.kind === 'uncertain' ? { ...spot, markdown: '' } : null;
  }
  const { column } = found;
  const type = fieldType(column.type, parts.slice(found.part + 1, index + 1));
  const isWhole = index === found.part;
  const nullable = !isWhole || column.nullable === null ? '' : column.nullable ? '' : ' NOT NULL';
  const lines = [code(`${part.name} ${type ?? ''}${nullable}`.trim())];
  if (column.comment !== null && isWhole) lines.push(escapeText(column.comment));
  if (isWhole && column.nullable === true) lines.push('Nullable');
  if (column.table !== null) lines.push(`From ${code(column.table)}`);
  return { ...spot, markdown: lines.join('\n\n') };
}

function targetSpot({ binder }: Asked, table: TableRelation, parts: readonly Ident[], part: Ident): Spot | null {
  const index = parts.indexOf(part);
  const { columns } = binder.columnsOf(table);
  const own = table.alias?.name ?? table.name.parts.at(-1)?.name ?? '';
  const skip = parts.length > 1 && sameName(parts[0]?.name ?? '', own) ? 1 : 0;
  const column = columns.find(({ name }) => sameName(name, parts[skip]?.name ?? ''));
  if (column === undefined || index < skip) return null;
  const type = fieldType(column.type, parts.slice(skip + 1, index + 1));
  const required = index === skip && column.nullable === false ? ' NOT NULL' : '';
  const lines = [code(`${part.name} ${type ?? ''}${required}`.trim())];
  if (column.comment !== null && index === skip) lines.push(escapeText(column.comment));
  if (column.table !== null) lines.push(`From ${code(column.table)}`);
  return { ...rangeOf(part), markdown: lines.join('\n\n') };
}

function tableSpot({ binder, zone }: Asked, relation: TableRelation): Spot | null {
  const { start, end } = relation.name;
  const path = binder.path(relation);
  if (path.kind === 'cte') {
    const columns = binder
      .columnsOf(relation)
      .columns.map(({ name, type }) => `- ${code(`${name} ${type ?? ''}`.trim())}`);
    const list = columns.length === 0 ? '' : `\n\n${columns.join('\n')}`;
    return { start, end, markdown: `Common table expression ${code(path.cte.name.name)}${list}` };
  }
  if (path.kind === 'unknown') return null;
  if (path.metadata !== null) {
    const columns = path.metadata.columns.map(({ name, type, comment }) => {
      const note = comment === null ? '' : ` ${escapeText(comment)}`;
      return `- ${code(`${name} ${type}`)}${note}`;
    });
    return {
      start,
      end,
      markdown: `${code(sqlPath(path))}\n\n${escapeText(path.metadata.what)}\n\n${columns.join('\n')}`,
    };
  }
  const answer = binder.tableAt(path);
  if (answer === 'missing') return null;
  return { start, end, markdown: isShape(answer) ? tableText(answer, sqlPath(path), zone) : '' };
}

function callSpot({ name }: Call): Spot | null {
  const last = name.parts.at(-1)?.name ?? '';
  const { start, end } = name;
  const known = name.parts.length === 1 ? functionNamed(last) : null;
  if (known !== null) return { start, end, markdown: `${code(known.signature)}\n\n${functionText(known)}` };
  return name.parts.length > 1 ? procedureSpot(name.parts) : null;
}

function procedureSpot(parts: readonly Ident[]): Spot | null {
  const procedure = procedureNamed(parts.at(-1)?.name ?? '');
  const [first] = parts;
  const last = parts.at(-1);
  if (procedure === null || first === undefined || last === undefined) return null;
  return { start: first.start, end: last.end, markdown: procedureText(procedure) };
}

export function procedureText(procedure: Procedure): string {
  const list = procedure.parameters.map((one) => `- ${code(parameterText(one))} ${escapeText(one.what)}`);
  return [code(procedureSignature(procedure)), escapeText(procedure.what), list.join('\n')].join('\n\n');
}

function argumentSpot(parts: readonly Ident[], name: Ident): Spot | null {
  const parameter = procedureNamed(parts.at(-1)?.name ?? '')?.parameters.find((one) => sameName(one.name, name.name));
  if (parameter === undefined) return null;
  const text = `${code(parameterText(parameter))}\n\n${escapeText(parameter.what)}`;
  return { ...rangeOf(name), markdown: text };
}

function transformSpot(parts: readonly Ident[]): Spot | null {
  const [part] = parts;
  const known = transformNamed(part?.name ?? '');
  return known === null || part === undefined
    ? null
    : { ...rangeOf(part), markdown: `${code(known.signature)}\n\n${escapeText(known.what)}` };
}
