/** One value as a cell of a sheet. What Excel's doubles cannot hold exactly is written as text. */
import { formatValue, type SparkType, type Value } from '../arrow';

/** Indexes into the cell formats of `styles.xml`. */
export const STYLES = { plain: 0, header: 1, date: 2, timestamp: 3 } as const;

/** Digits a double holds whatever they are. */
const EXACT_DIGITS = 15;
/** Longest text of a cell. */
const CELL_TEXT = 32_767;
const DAY_MS = 86_400_000;
/** Day 0 of Excel's calendar. The one before 1900-03-01 has a day that never was, so earlier dates are written as text. */
const EPOCH_MS = Date.UTC(1899, 11, 30);
const FIRST_MS = Date.UTC(1900, 2, 1);

/** Empty for NULL. */
export function cellXml(reference: string, value: Value, type: SparkType): string {
  if (value === null || value === undefined) return '';
  const { text } = formatValue(value, type);
  switch (type.kind) {
    case 'boolean':
      return `<c r="${reference}" t="b"><v>${value === true ? 1 : 0}</v></c>`;
    case 'tinyint':
    case 'smallint':
    case 'int':
      return numberCell(reference, text, STYLES.plain);
    case 'bigint':
    case 'decimal':
      return text.replace(/[-.]/g, '').replace(/^0+/, '').length <= EXACT_DIGITS
        ? numberCell(reference, text, STYLES.plain)
        : textCell(reference, text, 'plain');
    case 'float':
    case 'double':
      return Number.isFinite(value) ? numberCell(reference, text, STYLES.plain) : textCell(reference, text, 'plain');
    case 'date':
    case 'timestamp':
    case 'timestamp_ntz': {
      const serial = serialOf(text);
      const style = type.kind === 'date' ? STYLES.date : STYLES.timestamp;
      return serial === undefined ? textCell(reference, text, 'plain') : numberCell(reference, String(serial), style);
    }
    default:
      return textCell(reference, text, 'plain');
  }
}

/** The number of days that Excel shows as this date and time, as the session's zone has it. */
function serialOf(text: string): number | undefined {
  const found = /^(\d{4})-(\d\d)-(\d\d)(?: (\d\d):(\d\d):(\d\d)(\.\d+)?)?$/.exec(text);
  if (found === null) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = found
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  if (ms < FIRST_MS) return undefined;
  // Whole milliseconds, which is what is shown: the last microsecond of 9999 would round to a day that Excel does not have.
  return (ms - EPOCH_MS + Math.floor(Number(found[7] ?? 0) * 1000)) / DAY_MS;
}

function numberCell(reference: string, text: string, style: number): string {
  return style === STYLES.plain
    ? `<c r="${reference}"><v>${text}</v></c>`
    : `<c r="${reference}" s="${style}"><v>${text}</v></c>`;
}

export function textCell(reference: string, text: string, style: keyof typeof STYLES): string {
  const whole = text.length > CELL_TEXT ? `${text.slice(0, CELL_TEXT - 1)}…` : text;
  return `<c r="${reference}" s="${STYLES[style]}" t="inlineStr"><is><t xml:space="preserve">${xmlText(whole)}</t></is></c>`;
}

/** `_x0001_` is how a workbook writes a character that XML cannot have (ST_Xstring), so such a text itself is written so too. */
function xmlText(text: string): string {
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(/[&<>]/g, (char) => (char === '&' ? '&amp;' : char === '<' ? '&lt;' : '&gt;'))
    .replace(
      /(?![\t\n])[\p{Cc}\p{Cs}\ufffe\uffff]/gu,
      (char) => `_x${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    );
}

/** `A`, `Z`, `AA`: the name of a column by its index from 0. */
export function columnLetters(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest > 0 ? columnLetters(rest - 1) : '') + String.fromCharCode(65 + (index % 26));
}
