/** Reads a view's metadata file: version 1 of the Iceberg view spec. */
import { columnsOf, parseMetadataFile, readSchema } from './metadata';
import { array, integer, invalid, object, optional, text, texts } from './shape';
import type { ColumnInfo } from '../catalog/types';

export interface ViewMetadata {
  readonly location: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly columns: readonly ColumnInfo[];
  /** The SQL of the current version: Spark's where it has one, else the first. */
  readonly sql: string | null;
  readonly dialect: string | null;
}

/** Throws METADATA_INVALID. */
export function parseViewMetadata(bytes: Buffer, location: string): ViewMetadata {
  return parseMetadataFile(bytes, location, (root) => {
    const currentId = integer(root['current-version-id'], 'current-version-id');
    const version = array(root['versions'], 'versions')
      .map((value) => object(value, 'versions'))
      .find((value) => value['version-id'] === currentId);
    if (!version) throw invalid(`its current version ${String(currentId)} is missing`);
    const schemas = array(root['schemas'], 'schemas').map(readSchema);
    const schema = schemas.find((candidate) => candidate.id === version['schema-id']);
    const representations = array(version['representations'], 'representations')
      .map((value) => object(value, 'representations'))
      .filter((value) => value['type'] === 'sql');
    const shown = representations.find((value) => value['dialect'] === 'spark') ?? representations[0];
    return {
      location: text(root['location'], 'location'),
      properties: optional(root['properties'], texts, 'properties') ?? {},
      columns: schema ? columnsOf(schema) : [],
      sql: shown ? text(shown['sql'], 'sql') : null,
      dialect: shown ? text(shown['dialect'], 'dialect') : null,
    };
  });
}
