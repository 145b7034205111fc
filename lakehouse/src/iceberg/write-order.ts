/** How a table wants its rows ordered, and what tells them apart, as DDL writes both. */
import { quoted } from './types';
import { partitionDdl } from './partition';
import { array, integer, object, optional, text } from './shape';
import type { JsonObject } from './shape';

type FieldNames = ReadonlyMap<number, { readonly name: string }>;

/** The fields of the default sort order, `days(ts) DESC NULLS LAST`; none for an unsorted table. Nulls are said where Spark's own default differs. */
export function sortOrderOf(root: JsonObject, fields: FieldNames): string[] {
  const id = optional(root['default-sort-order-id'], integer, 'default-sort-order-id') ?? 0;
  const orders = (optional(root['sort-orders'], array, 'sort-orders') ?? []).map((one) => object(one, 'sort-orders'));
  const order = orders.find((one) => one['order-id'] === id);
  return (optional(order?.['fields'], array, 'sort-orders.fields') ?? []).map((value) => {
    const field = object(value, 'sort field');
    const sourceId = integer(field['source-id'], 'source-id');
    const column = fields.get(sourceId)?.name ?? String(sourceId);
    const isDescending = text(field['direction'], 'direction').toLowerCase() === 'desc';
    const hasNullsFirst = text(field['null-order'], 'null-order').toLowerCase() === 'nulls-first';
    const nulls = hasNullsFirst === isDescending ? ` NULLS ${hasNullsFirst ? 'FIRST' : 'LAST'}` : '';
    return `${partitionDdl(text(field['transform'], 'transform'), column)}${isDescending ? ' DESC' : ''}${nulls}`;
  });
}

/** The columns of `SET IDENTIFIER FIELDS`, quoted where needed. */
export function identifierFieldsOf(ids: readonly unknown[], fields: FieldNames): string[] {
  return ids.flatMap((id) => {
    const field = typeof id === 'number' ? fields.get(id) : undefined;
    return field === undefined ? [] : [field.name.split('.').map(quoted).join('.')];
  });
}
