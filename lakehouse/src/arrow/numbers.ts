/** Numbers as Spark's CAST(… AS STRING) writes them. */

/** The unscaled digits of a decimal with its point: `decimalText(-150n, 2)` is `-1.50`. */
export function decimalText(unscaled: bigint, scale: number): string {
  if (scale <= 0) return String(unscaled) + '0'.repeat(unscaled === 0n ? 0 : -scale);
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  const point = digits.length - scale;
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** A double as Java writes it: `3.0`, `1.0E10`, `NaN`, `-Infinity`. */
export function doubleText(value: number): string {
  return javaText(value, String(Math.abs(value)));
}

/** A 4-byte float with the fewest digits that give it back. */
export function floatText(value: number): string {
  const size = Math.abs(value);
  for (let digits = 1; digits < 9; digits++) {
    const text = size.toPrecision(digits);
    if (Math.fround(Number(text)) === size) return javaText(value, String(Number(text)));
  }
  return javaText(value, String(Number(size.toPrecision(9))));
}

/** `size` is the absolute value as JavaScript writes it, with the digits wanted. */
function javaText(value: number, size: string): string {
  if (!Number.isFinite(value)) return String(value);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const magnitude = Math.abs(value);
  if (magnitude === 0) return `${sign}0.0`;
  const [digits, exponent] = scientific(size);
  if (magnitude >= 1e-3 && magnitude < 1e7) {
    if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
    const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
    return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
  }
  return `${sign}${digits.slice(0, 1)}.${digits.slice(1) || '0'}E${exponent}`;
}

/** The significant digits and the decimal exponent of the first one. */
function scientific(text: string): [string, number] {
  const [mantissa = '', exponentText = '0'] = text.split('e');
  const [whole = '', part = ''] = mantissa.split('.');
  const digits = (whole + part).replace(/^0+/, '');
  const leadingZeros = (whole + part).length - digits.length;
  const exponent = Number(exponentText) + whole.length - 1 - leadingZeros;
  return [digits.replace(/0+$/, '') || '0', exponent];
}
