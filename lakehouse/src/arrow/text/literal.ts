/** Values as literals of Spark SQL that give the same value again, whatever the session's settings. */
import { formatValue, jsonText } from '../format';
import { timestampIso } from '../time';
import type { MapValue, SparkType, Value } from '../types';
import { zoneOf } from './columns';
import type { TextOptions } from './types';

/** A literal or, for nested values, a call of the function that makes one. A variant is parsed from its JSON. */
export function sqlLiteral(value: Value, type: SparkType, options: TextOptions = {}): string {
  if (value === null || value === undefined) return 'NULL';
  const text = (): string => formatValue(value, type).text;
  switch (type.kind) {
    case 'void':
      return 'NULL';
    case 'boolean':
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
    case 'decimal':
    case 'year-month':
    case 'day-time':
      return text();
    // Without the letter a literal is a decimal.
    case 'float':
      return Number.isFinite(value) ? `${text()}F` : `CAST('${text()}' AS FLOAT)`;
    case 'double':
      return Number.isFinite(value) ? `${text()}D` : `CAST('${text()}' AS DOUBLE)`;
    case 'string':
      return sqlString(value as string);
    case 'binary':
      return `X'${text().slice('0x'.length)}'`;
    case 'date':
      return `DATE'${text()}'`;
    case 'time':
      return `TIME'${text()}'`;
    case 'timestamp':
      return `TIMESTAMP'${instant(value as bigint, type.timeZone)}'`;
    case 'timestamp_ntz':
      return `TIMESTAMP_NTZ'${text()}'`;
    case 'interval':
      return `CAST(${sqlString(text())} AS INTERVAL)`;
    case 'variant':
      return `parse_json(${sqlString(jsonText(value, type, zoneOf(type, options)))})`;
    case 'array':
      return `array(${(value as readonly Value[]).map((item) => sqlLiteral(item, type.element, options)).join(', ')})`;
    case 'map': {
      const parts = (value as MapValue).entries.flatMap(([key, item]) => [
        sqlLiteral(key, type.key, options),
        sqlLiteral(item, type.value, options),
      ]);
      return `map(${parts.join(', ')})`;
    }
    case 'struct': {
      const parts = type.fields.flatMap((field, index) => [
        sqlString(field.name),
        sqlLiteral((value as readonly Value[])[index] ?? null, field.type, options),
      ]);
      return `named_struct(${parts.join(', ')})`;
    }
  }
}

/** With its offset an instant is unambiguous; an offset with seconds, from before standard time, is written in UTC. */
function instant(micros: bigint, timeZone: string): string {
  const text = timestampIso(micros, timeZone);
  return /[+-]\d\d:\d\d:\d\d$/.test(text) ? timestampIso(micros, 'UTC') : text;
}

/**
 * A string literal. Backslashes, since Spark before 4.0 reads `''` as the end of one literal and the start of the next.
 * The dollar of `${` is escaped: Spark puts the values of variables there before it parses, inside literals too.
 */
export function sqlString(text: string): string {
  const escaped = text.replace(/['\\]|\$(?=\{)|[\p{Cc}\u2028\u2029]/gu, (char) => {
    if (char === "'" || char === '\\') return `\\${char}`;
    if (char === '\n') return '\\n';
    if (char === '\t') return '\\t';
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `'${escaped}'`;
}

/** A name between backticks. Nothing can escape the `${` of a variable in there. */
export function sqlName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}
