/** A field of a type such as `struct<id:bigint,name:string>`. */
export interface TypeField {
  readonly name: string;
  readonly type: string;
}

/**
 * The fields that `.` reaches in a value of a Spark DDL type: those of a struct, or of the structs in an array (`xs.id` is
 * an array of ids). A map and everything else has none. Reads Spark's and Hive's way of writing; never throws.
 */
export function typeFields(type: string): TypeField[] {
  const text = type.trim();
  const open = text.indexOf('<');
  if (open < 0 || !text.endsWith('>')) return [];
  const inner = text.slice(open + 1, -1);
  const outer = text.slice(0, open).trim().toLowerCase();
  if (outer === 'array') return typeFields(inner);
  if (outer !== 'struct') return [];
  const fields: TypeField[] = [];
  for (const part of splitTop(inner)) {
    const field = fieldOf(part);
    if (field !== null) fields.push(field);
  }
  return fields;
}

/** What `[…]` gives: an array's element, a map's value; null when the type is not known or has none. */
export function elementType(type: string | null): string | null {
  if (type === null) return null;
  const match = /^\s*(array|map)\s*<(.*)>\s*$/is.exec(type);
  if (match === null) return null;
  const parts = splitTop(match[2] ?? '');
  return (match[1]?.toLowerCase() === 'map' ? parts[1] : match[2])?.trim() ?? null;
}

function fieldOf(part: string): TypeField | null {
  const match = /^\s*(?:`((?:[^`]|``)*)`|([^\s:`]+))\s*:?\s*(.*?)\s*$/s.exec(part);
  if (match === null) return null;
  const name = match[1]?.replaceAll('``', '`') ?? match[2] ?? '';
  const type = (match[3] ?? '').replace(/\s+COMMENT\s+'.*$/is, '').replace(/\s+NOT\s+NULL$/i, '');
  return name === '' ? null : { name, type };
}

/** Splits at commas that are in no bracket and no quotes. */
function splitTop(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = '';
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at);
    if (quote !== '') {
      if (sign === quote) quote = '';
    } else if (sign === '`' || sign === "'") quote = sign;
    else if (sign === '<' || sign === '(') depth++;
    else if (sign === '>' || sign === ')') depth--;
    else if (sign === ',' && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}
