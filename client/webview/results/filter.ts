/** Which rows a filter keeps. Pure but for the time it takes, which is cut into pieces. */
import { Slices } from './slices';
import type { Run } from './run';

export interface Filter {
  /** What is looked for: part of a text in any case, or `= x`, `!= x`, `> 5`, `>= 5`, `< 5`, `<= 5`, `null`, `!null`. */
  readonly text: string;
  /** The column, or null for any. */
  readonly col: number | null;
}

/** Rows looked at between two looks at the clock. */
const step = 256;
/** Longer texts are looked at only so far. */
const longest = 100_000;

/** True for a cell's text, null for NULL. Comparisons are of numbers where both are, else of texts. */
export type Test = (text: string | null) => boolean;

export function testOf(text: string): Test {
  const trimmed = text.trim();
  if (/^null$/i.test(trimmed)) return (cell) => cell === null;
  if (/^!\s*null$/i.test(trimmed)) return (cell) => cell !== null;
  const comparison = /^(!=|<>|>=|<=|=|>|<)\s*(.*)$/s.exec(trimmed);
  if (comparison !== null) return comparing(comparison[1] ?? '=', comparison[2] ?? '');
  const wanted = text.toLowerCase();
  return (cell) => cell !== null && cell.toLowerCase().includes(wanted);
}

function comparing(operator: string, operand: string): Test {
  return (cell) => {
    if (cell === null) return false;
    const sign = compareTexts(cell, operand);
    switch (operator) {
      case '=':
        return sign === 0;
      case '!=':
      case '<>':
        return sign !== 0;
      case '>':
        return sign > 0;
      case '>=':
        return sign >= 0;
      case '<':
        return sign < 0;
      default:
        return sign <= 0;
    }
  };
}

const whole = /^[+-]?\d+$/;

function compareTexts(a: string, b: string): number {
  if (whole.test(a) && whole.test(b)) {
    const [left, right] = [BigInt(a), BigInt(b)];
    return left < right ? -1 : left > right ? 1 : 0;
  }
  const [left, right] = [a, b].map((text) => (text.trim() === '' ? NaN : Number(text))) as [number, number];
  if (!Number.isNaN(left) && !Number.isNaN(right)) return left - right;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The rows below `rowCount` that a filter keeps, in order. Throws an AbortError when `signal` aborts. */
export async function filtered(run: Run, rowCount: number, { text, col }: Filter, signal: AbortSignal) {
  const test = testOf(text);
  const columns = col === null ? (run.columns ?? []).map((_, index) => index) : [col];
  const slices = new Slices();
  const found: number[] = [];
  for (let row = 0; row < rowCount; row++) {
    if (columns.some((column) => test(run.text(row, column, longest)))) found.push(row);
    if (row % step === 0) await slices.pause(signal);
  }
  return Uint32Array.from(found);
}
