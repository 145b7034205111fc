/** Definition documents: their addresses, and what stands in them. */
import type { TableInfo } from '../../../lakehouse/src/catalog/types';
import { LakehouseError } from '../../../lakehouse/src/errors';
import type { TableName } from '../catalog/picture';
import type { DescribedTable } from '../features/definition-text';
import { TABLE_DOCUMENT_SCHEME } from '../protocol';

export interface TableAddress extends TableName {
  readonly connection: string;
}

/** The path is what a tab shows; the query is what is meant, since a name may hold any sign. */
export function tableUri({ connection, catalog, namespace, name }: TableAddress): string {
  const path = [catalog, ...namespace, `${name}.spark.sql`].map((part) =>
    encodeURIComponent(part.replaceAll('/', '∕')),
  );
  const query = encodeURIComponent(JSON.stringify([connection, catalog, ...namespace, name]));
  return `${TABLE_DOCUMENT_SCHEME}:/${path.join('/')}?${query}`;
}

/** Throws LakehouseError when the address is none of ours. */
export function tableOfUri(uri: string): TableAddress {
  const at = uri.indexOf('?');
  try {
    const parts: unknown = JSON.parse(decodeURIComponent(uri.slice(at + 1)));
    if (at > 0 && Array.isArray(parts) && parts.length > 2 && parts.every((part) => typeof part === 'string')) {
      const [connection = '', catalog = '', ...rest] = parts;
      return { connection, catalog, namespace: rest.slice(0, -1), name: rest.at(-1) ?? '' };
    }
  } catch {
    // Not written by tableUri.
  }
  throw new LakehouseError('TABLE_NOT_FOUND', `${uri} is not the address of a table`);
}

export function describedTable({ catalog, namespace }: TableName, table: TableInfo): DescribedTable {
  const { name, kind, format, comment, columns, partitionFields, location, properties, viewText, iceberg } = table;
  return {
    path: [catalog, ...namespace, name],
    kind,
    format: kind === 'view' ? null : format,
    comment,
    columns,
    partitionFields,
    location,
    properties,
    viewText,
    sortOrder: iceberg?.sortOrder ?? [],
    identifierFields: iceberg?.identifierFields ?? [],
    formatVersion: iceberg?.formatVersion ?? null,
  };
}
