/**
 * The schema that Spark writes into the parameters of a table it made (`spark.sql.sources.schema…`): with the case of
 * names and the types that Hive does not know. See HiveExternalCatalog in Spark.
 */
import { quoted } from '../iceberg/types';
import { array, object, text } from '../iceberg/shape';
import type { ColumnInfo } from './types';

const KEY = 'spark.sql.sources.schema';
/** How Spark keeps char and varchar, which are strings to it, in a field's metadata. */
const CHAR_VARCHAR_KEY = '__CHAR_VARCHAR_TYPE_STRING';

const NAMES: Readonly<Record<string, string>> = { integer: 'int', long: 'bigint', short: 'smallint', byte: 'tinyint' };

/** The columns, or null when there is no such schema or it cannot be read: then the catalog's own columns count. */
export function sparkColumns(parameters: Readonly<Record<string, string>>): ColumnInfo[] | null {
  const json = schemaText(parameters);
  if (json === null) return null;
  try {
    const schema = object(JSON.parse(json), 'schema');
    const columns = array(schema['fields'], 'fields').map(column);
    return columns.length === 0 ? null : columns;
  } catch {
    return null;
  }
}

/** Names of the partition columns as Spark wrote them; null when it did not. */
export function sparkPartitionColumns(parameters: Readonly<Record<string, string>>): string[] | null {
  const count = Number(parameters[`${KEY}.numPartCols`]);
  if (!Number.isInteger(count) || count < 1 || count > 1000) return null;
  const names = Array.from({ length: count }, (_, i) => parameters[`${KEY}.partCol.${String(i)}`]);
  return names.every((name) => name !== undefined) ? names : null;
}

/** Whole, or in the parts that Spark cuts it into because metastores limit the length of a value. */
function schemaText(parameters: Readonly<Record<string, string>>): string | null {
  const whole = parameters[KEY];
  if (whole !== undefined) return whole;
  const count = Number(parameters[`${KEY}.numParts`]);
  if (!Number.isInteger(count) || count < 1 || count > 10_000) return null;
  const parts = Array.from({ length: count }, (_, i) => parameters[`${KEY}.part.${String(i)}`]);
  return parts.every((part) => part !== undefined) ? parts.join('') : null;
}

function column(value: unknown): ColumnInfo {
  const field = object(value, 'field');
  const metadata = object(field['metadata'] ?? {}, 'metadata');
  const charOrVarchar = metadata[CHAR_VARCHAR_KEY];
  const comment = metadata['comment'];
  return {
    name: text(field['name'], 'name'),
    type: typeof charOrVarchar === 'string' ? charOrVarchar : ddl(field['type']),
    nullable: field['nullable'] !== false,
    comment: typeof comment === 'string' ? comment : null,
  };
}

function ddl(value: unknown): string {
  if (typeof value === 'string') return NAMES[value] ?? value;
  const type = object(value, 'type');
  switch (type['type']) {
    case 'struct': {
      const fields = array(type['fields'], 'fields').map(column);
      return `struct<${fields.map((field) => `${quoted(field.name)}:${field.type}`).join(',')}>`;
    }
    case 'array':
      return `array<${ddl(type['elementType'])}>`;
    case 'map':
      return `map<${ddl(type['keyType'])},${ddl(type['valueType'])}>`;
    case 'udt':
      return ddl(type['sqlType']);
    default:
      throw new Error('a type that is not known');
  }
}
