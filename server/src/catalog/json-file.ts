/**
 * JSON with little more memory than its values take: texts that occur again are one string, and no copy of the file's text
 * is made or kept. Whole numbers beyond 2^53 become their digits, so that 64-bit ids stay exact.
 */
import { readFile } from 'node:fs/promises';

/** Longer strings seldom occur twice. */
const SHARED_LENGTH = 96;
const SLOTS = 1 << 16;

type Revive = (key: string, value: unknown) => unknown;

/** `revive` is given each member of an object, innermost first, and says what to keep. Throws on what is no JSON, with its offset. */
export async function readJsonFile(file: string, revive: Revive = (_key, value) => value): Promise<unknown> {
  return new Reader(await readFile(file), revive).document();
}

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const BACKSLASH = 92;
const BRACE = { open: 123, close: 125 };
const BRACKET = { open: 91, close: 93 };

/** A container that is being read: an object, or an array. */
interface Frame {
  readonly object: Record<string, unknown> | null;
  readonly array: unknown[];
  key: string;
}

class Reader {
  private at = 0;
  private readonly shared: (string | undefined)[] = new Array<string | undefined>(SLOTS);

  constructor(
    private readonly bytes: Buffer,
    private readonly revive: Revive,
  ) {
    // A byte order mark.
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) this.at = 3;
  }

  /** Not by recursion: what is nested deep must not fill the machine's stack. */
  document(): unknown {
    const stack: Frame[] = [];
    for (;;) {
      let value = this.start(stack);
      if (value === stack) continue;
      // A value has been read: it goes where it belongs, and what it ends ends.
      for (;;) {
        const top = stack.at(-1);
        if (top === undefined) {
          if (this.sign() !== -1) throw this.fault('nothing more');
          return value;
        }
        if (top.object === null) top.array.push(value);
        else this.put(top.object, top.key, value);
        const next = this.sign();
        if (next === COMMA) {
          this.at++;
          if (top.object !== null) this.key(top);
          break;
        }
        if (next !== (top.object === null ? BRACKET : BRACE).close)
          throw this.fault(top.object === null ? ', or ]' : ', or }');
        this.at++;
        stack.pop();
        value = top.object ?? top.array;
      }
    }
  }

  /** Reads a value; where it has parts it goes on the stack, which is returned in its place. */
  private start(stack: Frame[]): unknown {
    const sign = this.sign();
    if (sign !== BRACE.open && sign !== BRACKET.open) return this.scalar(sign);
    this.at++;
    const frame: Frame = { object: sign === BRACE.open ? {} : null, array: [], key: '' };
    if (this.sign() === (frame.object === null ? BRACKET : BRACE).close) {
      this.at++;
      return frame.object ?? frame.array;
    }
    stack.push(frame);
    if (frame.object !== null) this.key(frame);
    return stack;
  }

  private put(object: Record<string, unknown>, key: string, value: unknown): void {
    const kept = this.revive(key, value);
    // A plain assignment to this name would change what the object is.
    if (key === '__proto__') Object.defineProperty(object, key, { value: kept, enumerable: true });
    else object[key] = kept;
  }

  private key(frame: Frame): void {
    if (this.sign() !== QUOTE) throw this.fault('"');
    frame.key = this.string();
    if (this.sign() !== COLON) throw this.fault(':');
    this.at++;
  }

  /** The next byte that is no blank, not consumed; -1 at the end. */
  private sign(): number {
    for (; this.at < this.bytes.length; this.at++) {
      const byte = this.bytes[this.at] ?? 0;
      if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9) return byte;
    }
    return -1;
  }

  private scalar(sign: number): unknown {
    if (sign === QUOTE) return this.string();
    const from = this.at;
    while (isScalarByte(this.bytes[this.at] ?? 0)) this.at++;
    const text = this.bytes.toString('latin1', from, this.at);
    if (text === 'null') return null;
    if (text === 'true') return true;
    if (text === 'false') return false;
    if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)) {
      this.at = from;
      throw this.fault('a value');
    }
    const number = Number(text);
    return Number.isSafeInteger(number) || !/^-?\d+$/.test(text) ? number : text;
  }

  /** The place is at the opening quote. */
  private string(): string {
    const from = ++this.at;
    let hash = 0;
    let isPlain = true;
    for (; ; this.at++) {
      if (this.at >= this.bytes.length) throw this.fault('"');
      const byte = this.bytes[this.at] ?? 0;
      if (byte === QUOTE) break;
      if (byte === BACKSLASH) this.at++;
      if (byte === BACKSLASH || byte >= 128 || byte < 32) isPlain = false;
      hash = (Math.imul(hash, 31) + byte) | 0;
    }
    const to = this.at++;
    if (isPlain)
      return to - from > SHARED_LENGTH ? this.bytes.toString('latin1', from, to) : this.sharedText(from, to, hash);
    try {
      return JSON.parse(`"${this.bytes.toString('utf8', from, to)}"`) as string;
    } catch {
      this.at = from;
      throw this.fault('a string');
    }
  }

  /** The string made before of the same bytes, or a new one. */
  private sharedText(from: number, to: number, hash: number): string {
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    const known = this.shared[slot];
    if (known?.length === to - from) {
      let at = 0;
      while (at < known.length && known.charCodeAt(at) === this.bytes[from + at]) at++;
      if (at === known.length) return known;
    }
    const text = this.bytes.toString('latin1', from, to);
    this.shared[slot] = text;
    return text;
  }

  private fault(expected: string): SyntaxError {
    return new SyntaxError(`not JSON at byte ${this.at}: ${expected} expected`);
  }
}

/** Digits, small letters, `-`, `+`, `.` and `E`: what numbers and the three words are made of. */
function isScalarByte(byte: number): boolean {
  return (
    (byte >= 48 && byte <= 57) ||
    (byte >= 97 && byte <= 122) ||
    byte === 43 ||
    byte === 45 ||
    byte === 46 ||
    byte === 69
  );
}
