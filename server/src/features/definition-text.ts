/** The definition document of a table or view: DDL as Spark and Iceberg would write it. */
import type { PictureColumn } from '../sql/catalog-picture';
import { quoteName } from '../sql/names';
import { typeText } from '../sql/type-text';

/** What is known of a table. What a catalog does not tell is null or empty. */
export interface DescribedTable {
  /** Catalog, namespace and name. */
  readonly path: readonly string[];
  readonly kind: 'table' | 'view';
  readonly format: string | null;
  readonly comment: string | null;
  readonly columns: readonly PictureColumn[];
  readonly partitionFields: readonly string[];
  readonly location: string | null;
  readonly properties: Readonly<Record<string, string>>;
  readonly viewText: string | null;
  /** As DDL writes them. */
  readonly sortOrder: readonly string[];
  readonly identifierFields: readonly string[];
  readonly formatVersion: number | null;
}

export interface DefinitionText {
  readonly text: string;
  /** Where the table's name stands, and each column's by its name in lower case. */
  readonly name: readonly [number, number];
  readonly columns: ReadonlyMap<string, readonly [number, number]>;
}

/** What Hive and Iceberg keep in a table's properties for themselves. */
const INTERNAL = new Set(
  [
    ...['EXTERNAL', 'table_type', 'metadata_location', 'previous_metadata_location', 'transient_lastDdlTime', 'uuid'],
    ...[
      'numFiles',
      'numRows',
      'rawDataSize',
      'totalSize',
      'numFilesErasureCoded',
      'COLUMN_STATS_ACCURATE',
      'bucketing_version',
    ],
    ...['current-schema', 'current-snapshot-id', 'current-snapshot-summary', 'current-snapshot-timestamp-ms'],
    ...['default-partition-spec', 'default-sort-order', 'snapshot-count', 'presto_view', 'comment', 'owner'],
  ].map((name) => name.toLowerCase()),
);

export function definitionText(table: DescribedTable): DefinitionText {
  const columns = new Map<string, readonly [number, number]>();
  const name = table.path.map(quoteName).join('.');
  const start = `CREATE ${table.kind === 'view' ? 'VIEW' : 'TABLE'} `;
  let text = start + name;
  const isView = table.kind === 'view';
  if (table.columns.length > 0) {
    text += ' (\n';
    for (const [i, column] of table.columns.entries()) {
      const quoted = quoteName(column.name);
      columns.set(column.name.toLowerCase(), [text.length + 2, text.length + 2 + quoted.length]);
      text += `  ${columnText(column, quoted, isView)}${i < table.columns.length - 1 ? ',' : ''}\n`;
    }
    text += ')';
  }
  const clauses = isView ? viewClauses(table) : tableClauses(table);
  text += `${clauses.map((clause) => `\n${clause}`).join('')};\n${isView ? '' : after(table, name)}`;
  return { text, name: [start.length, start.length + name.length], columns };
}

function columnText({ type, nullable, comment }: PictureColumn, quoted: string, isView: boolean): string {
  const about = comment === null || comment === '' ? '' : ` COMMENT ${stringText(comment)}`;
  // A view's columns have the types that its query gives.
  return isView ? quoted + about : `${quoted} ${typeText(type)}${nullable ? '' : ' NOT NULL'}${about}`;
}

function tableClauses(table: DescribedTable): string[] {
  const { format, partitionFields, comment, location } = table;
  const clauses: string[] = [];
  if (format !== null) clauses.push(`USING ${/^\w+$/.test(format) ? format : quoteName(format)}`);
  if (partitionFields.length > 0) clauses.push(`PARTITIONED BY (${partitionFields.join(', ')})`);
  if (comment !== null && comment !== '') clauses.push(`COMMENT ${stringText(comment)}`);
  if (location !== null && location !== '') clauses.push(`LOCATION ${stringText(location)}`);
  return [...clauses, ...propertiesText(table)];
}

function viewClauses(table: DescribedTable): string[] {
  const clauses: string[] = [];
  if (table.comment !== null && table.comment !== '') clauses.push(`COMMENT ${stringText(table.comment)}`);
  clauses.push(...propertiesText(table));
  const body = table.viewText?.trim().replace(/;$/, '') ?? '';
  clauses.push(`AS\n${body === '' ? '-- The catalog does not tell the view’s text.' : body}`);
  return clauses;
}

function propertiesText({ properties, formatVersion }: DescribedTable): string[] {
  const entries = Object.entries(properties).filter(
    ([key]) => !INTERNAL.has(key.toLowerCase()) && !/^spark\.sql\.|^view\.|^numFilesErasure/i.test(key),
  );
  if (formatVersion !== null && !entries.some(([key]) => key === 'format-version'))
    entries.push(['format-version', String(formatVersion)]);
  if (entries.length === 0) return [];
  const lines = entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `  ${stringText(key)} = ${stringText(value)}`);
  return [`TBLPROPERTIES (\n${lines.join(',\n')}\n)`];
}

/** What only ALTER says. */
function after({ sortOrder, identifierFields, properties }: DescribedTable, name: string): string {
  const statements: string[] = [];
  if (sortOrder.length > 0) {
    const locally = properties['write.distribution-mode'] === 'none' ? 'LOCALLY ' : '';
    statements.push(`ALTER TABLE ${name} WRITE ${locally}ORDERED BY ${sortOrder.join(', ')};\n`);
  }
  if (identifierFields.length > 0)
    statements.push(`ALTER TABLE ${name} SET IDENTIFIER FIELDS ${identifierFields.join(', ')};\n`);
  return statements.map((statement) => `\n${statement}`).join('');
}

/** A string literal, as Spark reads it. */
function stringText(text: string): string {
  const escaped = text.replace(/[\\'\n\r\t]/g, (sign) => ESCAPES[sign] ?? sign);
  return `'${escaped}'`;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '\n': '\\n', '\r': '\\r', '\t': '\\t' };
