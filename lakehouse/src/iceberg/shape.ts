/** Checks of JSON values that say which field is wrong. */
import type { IcebergField, IcebergType } from './types';

export type JsonObject = Readonly<Record<string, unknown>>;

export function invalid(message: string): Error {
  return new Error(message);
}

export function object(value: unknown, name: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(`${name} is no object`);
  return value as JsonObject;
}

export function array(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw invalid(`${name} is no array`);
  return value;
}

export function text(value: unknown, name: string): string {
  if (typeof value !== 'string') throw invalid(`${name} is no text`);
  return value;
}

/** An integer that a double holds exactly. */
export function integer(value: unknown, name: string): number {
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  if (!Number.isSafeInteger(number)) throw invalid(`${name} is no integer`);
  return number as number;
}

/** A 64-bit integer as decimal text, however it was written. */
export function longText(value: unknown, name: string): string {
  if (typeof value === 'string' && /^-?\d+$/.test(value)) return value;
  if (!Number.isSafeInteger(value)) throw invalid(`${name} is no integer`);
  return String(value);
}

/** An object whose values are texts; other plain values (some writers put numbers in) become text. */
export function texts(value: unknown, name: string): Record<string, string> {
  const entries = object(value, name);
  const result: Record<string, string> = {};
  for (const key of Object.keys(entries)) {
    const entry = entries[key];
    result[key] = typeof entry === 'string' ? entry : JSON.stringify(entry ?? null);
  }
  return result;
}

export function optional<T>(value: unknown, read: (value: unknown, name: string) => T, name: string): T | undefined {
  return value === undefined || value === null ? undefined : read(value, name);
}

/** The fields of a struct, checked to the leaves. */
export function fieldsOf(struct: JsonObject, name: string): IcebergField[] {
  return array(struct['fields'], `${name}.fields`).map((value) => {
    const field = object(value, `${name}.fields`);
    const fieldName = text(field['name'], `${name} field name`);
    return {
      id: integer(field['id'], `${fieldName}.id`),
      name: fieldName,
      required: field['required'] === true,
      type: typeOf(field['type'], fieldName),
      ...(typeof field['doc'] === 'string' ? { doc: field['doc'] } : {}),
    };
  });
}

function typeOf(value: unknown, name: string): IcebergType {
  if (typeof value === 'string') return value;
  const type = object(value, `the type of ${name}`);
  switch (type['type']) {
    case 'struct':
      return { type: 'struct', fields: fieldsOf(type, name) };
    case 'list':
      return {
        type: 'list',
        'element-id': integer(type['element-id'], `${name}.element-id`),
        element: typeOf(type['element'], `${name}.element`),
        'element-required': type['element-required'] === true,
      };
    case 'map':
      return {
        type: 'map',
        'key-id': integer(type['key-id'], `${name}.key-id`),
        key: typeOf(type['key'], `${name}.key`),
        'value-id': integer(type['value-id'], `${name}.value-id`),
        value: typeOf(type['value'], `${name}.value`),
        'value-required': type['value-required'] === true,
      };
    default:
      throw invalid(`the type of ${name} is not known`);
  }
}
