/** Values of a statement's parameters, as people type them and as SQL writes them. Knows no VS Code. */
import type { ParameterSet } from '../../../lakehouse/src/config';

export const PARAMETER_TYPES = ['text', 'number', 'boolean', 'date', 'timestamp', 'null', 'sql'] as const;
export type ParameterType = (typeof PARAMETER_TYPES)[number];

export interface ParameterValue {
  readonly type: ParameterType;
  readonly text: string;
}

/** What each type is, for who picks one. */
export const TYPE_WORDS: Readonly<Record<ParameterType, string>> = {
  text: 'as typed',
  number: '42, -1.5, 1e6',
  boolean: 'true or false',
  date: '2026-01-31',
  timestamp: "2026-01-31 14:05:09, in the session's time zone",
  null: 'no value',
  sql: "a literal as SQL writes it: array(1, 2), X'1F', INTERVAL '1' DAY",
};

const FORMS: Readonly<Partial<Record<ParameterType, RegExp>>> = {
  number: /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i,
  boolean: /^(true|false)$/i,
  date: /^\d{4,}-\d{1,2}-\d{1,2}$/,
  timestamp:
    /^\d{4,}-\d{1,2}-\d{1,2}([ T]\d{1,2}:\d{1,2}(:\d{1,2}(\.\d{1,9})?)?)?( ?(Z|[+-]\d{1,2}:\d{2}|[A-Za-z]+\/[A-Za-z_]+))?$/,
  sql: /\S/,
};

/** What is wrong with a text as a value of a type, or undefined. */
export function problemOf({ type, text }: ParameterValue): string | undefined {
  const form = FORMS[type];
  return form === undefined || form.test(text.trim()) ? undefined : `Not a ${type}: ${TYPE_WORDS[type]}`;
}

/** The type that a text most likely is meant to be. */
export function guessType(text: string): ParameterType {
  const order: readonly ParameterType[] = ['number', 'boolean', 'date', 'timestamp'];
  return order.find((type) => FORMS[type]?.test(text.trim())) ?? 'text';
}

/** The value as a literal of Spark SQL. A text is never more than a text, whatever is in it. */
export function literalOf({ type, text }: ParameterValue): string {
  const trimmed = text.trim();
  switch (type) {
    case 'text':
      return quoted(text);
    case 'number':
    case 'boolean':
    case 'sql':
      return trimmed.replace(/^\+/, '');
    case 'date':
      return `DATE${quoted(trimmed)}`;
    case 'timestamp':
      return `TIMESTAMP${quoted(trimmed)}`;
    case 'null':
      return 'NULL';
  }
}

function quoted(text: string): string {
  const escaped = text.replace(/['\\]|\$(?=\{)|\p{Cc}/gu, (char) =>
    char === "'" || char === '\\' ? `\\${char}` : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `'${escaped}'`;
}

/** The values of a set of `lakehouse.json`. */
export function valuesOf(set: ParameterSet): Readonly<Record<string, ParameterValue>> {
  return Object.fromEntries(
    Object.entries(set).map(([name, value]): [string, ParameterValue] => {
      if (value === null) return [name, { type: 'null', text: '' }];
      if (typeof value !== 'string')
        return [name, { type: typeof value === 'number' ? 'number' : 'boolean', text: String(value) }];
      const type = guessType(value);
      return [name, { type: type === 'date' || type === 'timestamp' ? type : 'text', text: value }];
    }),
  );
}

export function isParameterValue(value: unknown): value is ParameterValue {
  if (typeof value !== 'object' || value === null) return false;
  const { type, text } = value as Readonly<Record<string, unknown>>;
  return typeof text === 'string' && PARAMETER_TYPES.some((known) => known === type);
}
