/**
 * Finds where messages end in a stream of the binary protocol. A message sent without a frame says nowhere how long it
 * is; this walks over its fields as they arrive, each byte once, and refuses at the first bytes what is not Thrift.
 */

/** What arrived is not an answer in this protocol and transport. */
export class NotThriftError extends Error {
  constructor(
    message: string,
    /** Set when the other transport would fit. */
    readonly suggest?: 'buffered' | 'framed',
  ) {
    super(message);
  }
}

/** A single message above this size is taken for another protocol. Hive's own limit for a message is 100 MB. */
const MAX_MESSAGE_BYTES = 256 * 1024 * 1024;

// Frames of the walk: what is still open around the position.
interface OpenStruct {
  readonly kind: 'struct';
}
interface OpenItems {
  readonly kind: 'items';
  remaining: number;
  readonly types: readonly number[];
}
type Open = OpenStruct | OpenItems;

const STOP = 0;
const STRING = 11;
const STRUCT = 12;
const MAP = 13;
const SET = 14;
const LIST = 15;
/** Bytes of the types of fixed size, by type id: bool 2, byte 3, double 4, i16 6, i32 8, i64 10, uuid 16. */
const FIXED: readonly number[] = [0, 0, 1, 1, 8, 0, 2, 0, 4, 0, 8, 0, 0, 0, 0, 0, 16];

export class MessageScanner {
  private bytes: Buffer = Buffer.alloc(0);
  private end = 0;
  private position = 0;
  private inBody = false;
  private open: Open[] = [];

  constructor(private readonly framed: boolean) {}

  /** Adds what arrived; returns the messages that are now whole, without frame lengths. Throws NotThriftError. */
  push(chunk: Buffer): Buffer[] {
    this.append(chunk);
    const messages: Buffer[] = [];
    for (let message = this.next(); message; message = this.next()) messages.push(message);
    return messages;
  }

  /** True when part of a message has arrived and the rest has not. */
  get pending(): boolean {
    return this.end > 0;
  }

  private append(chunk: Buffer): void {
    if (this.end + chunk.length > this.bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(64 * 1024, 2 * this.bytes.length, this.end + chunk.length));
      this.bytes.copy(grown, 0, 0, this.end);
      this.bytes = grown;
    }
    chunk.copy(this.bytes, this.end);
    this.end += chunk.length;
    if (this.end > MAX_MESSAGE_BYTES) throw new NotThriftError('The answer is larger than a metastore sends');
  }

  private next(): Buffer | undefined {
    if (this.end === 0) return undefined;
    const length = this.framed ? this.framedLength() : this.walk();
    if (length === undefined) return undefined;
    const start = this.framed ? 4 : 0;
    const message = Buffer.from(this.bytes.subarray(start, length));
    this.bytes.copy(this.bytes, 0, length, this.end);
    this.end -= length;
    this.position = 0;
    this.inBody = false;
    // A buffer grown for one large answer is not kept for the small ones after it.
    if (this.bytes.length > 4 * 1024 * 1024 && this.end < 64 * 1024) {
      this.bytes = Buffer.from(this.bytes.subarray(0, this.end));
    }
    return message;
  }

  private framedLength(): number | undefined {
    if (this.end < 4) return undefined;
    const length = this.bytes.readInt32BE(0);
    if (isVersion(this.bytes, 0, this.end)) throw new NotThriftError('The answer has no frame', 'buffered');
    if (length < 4 || length > MAX_MESSAGE_BYTES) throw notThrift(this.bytes.subarray(0, this.end));
    if (!isVersion(this.bytes, 4, this.end)) throw notThrift(this.bytes.subarray(0, this.end));
    return this.end >= 4 + length ? 4 + length : undefined;
  }

  /** The length of the message at the start of the buffer, or undefined until all of it is there. */
  private walk(): number | undefined {
    if (!this.inBody && !this.header()) return undefined;
    for (let top = this.open.at(-1); top; top = this.open.at(-1)) {
      if (top.kind === 'struct') {
        if (this.end < this.position + 1) return undefined;
        const type = this.bytes[this.position] ?? STOP;
        if (type === STOP) {
          this.position++;
          this.open.pop();
          continue;
        }
        // The field's header and its value's own header are taken together, so that the walk can stop between fields.
        if (!this.value(type, 3)) return undefined;
      } else if (top.remaining === 0) {
        this.open.pop();
      } else {
        const type = top.types[top.remaining % top.types.length] ?? STOP;
        top.remaining--;
        if (!this.value(type, 0)) {
          top.remaining++;
          return undefined;
        }
      }
    }
    return this.position;
  }

  private header(): boolean {
    if (!isVersion(this.bytes, 0, this.end)) {
      const framed = this.end >= 6 ? isVersion(this.bytes, 4, this.end) : this.bytes[0] === 0;
      if (framed && this.end < 6) return false;
      if (framed) throw new NotThriftError('The answer comes in frames', 'framed');
      throw notThrift(this.bytes.subarray(0, this.end));
    }
    if (this.end < 8) return false;
    const nameLength = this.bytes.readInt32BE(4);
    if (nameLength < 0 || nameLength > 1024) throw notThrift(this.bytes.subarray(0, this.end));
    if (this.end < 12 + nameLength) return false;
    this.position = 12 + nameLength;
    this.open = [{ kind: 'struct' }];
    this.inBody = true;
    return true;
  }

  /** Steps over a value that starts `skip` bytes ahead, or opens it when it holds others; false when bytes are missing. */
  private value(type: number, skip: number): boolean {
    const at = this.position + skip;
    const fixed = FIXED[type] ?? 0;
    if (fixed > 0) return this.stepTo(at + fixed);
    switch (type) {
      case STRING:
        return this.end >= at + 4 && this.stepTo(at + 4 + this.size(at));
      case STRUCT:
        if (!this.stepTo(at)) return false;
        this.open.push({ kind: 'struct' });
        return true;
      case LIST:
      case SET:
        if (this.end < at + 5) return false;
        return this.items(at + 5, this.size(at + 1), [this.bytes[at] ?? STOP]);
      case MAP:
        if (this.end < at + 6) return false;
        return this.items(at + 6, this.size(at + 2), [this.bytes[at] ?? STOP, this.bytes[at + 1] ?? STOP]);
      default:
        throw new NotThriftError(`The answer holds the unknown type ${String(type)}`);
    }
  }

  private items(at: number, count: number, types: readonly number[]): boolean {
    const sizes = types.map((type) => FIXED[type] ?? 0);
    if (sizes.every((size) => size > 0)) return this.stepTo(at + count * sizes.reduce((sum, size) => sum + size, 0));
    if (!this.stepTo(at)) return false;
    // `remaining` counts down, so the even turn is the key of a map.
    this.open.push({ kind: 'items', remaining: count * types.length, types });
    return true;
  }

  private size(at: number): number {
    const size = this.bytes.readInt32BE(at);
    if (size < 0 || size > MAX_MESSAGE_BYTES) throw new NotThriftError('The answer holds an impossible length');
    return size;
  }

  private stepTo(position: number): boolean {
    if (position > this.end) return false;
    this.position = position;
    return true;
  }
}

/** Whether the bytes at `at` are, as far as they are there, a reply or an exception of the strict binary protocol. */
function isVersion(bytes: Buffer, at: number, end: number): boolean {
  for (let i = 0; i < 4 && at + i < end; i++) {
    const byte = bytes[at + i] ?? 0;
    const fits = i === 0 ? byte === 0x80 : i === 1 ? byte === 1 : i === 2 ? byte === 0 : byte === 2 || byte === 3;
    if (!fits) return false;
  }
  return true;
}

function notThrift(bytes: Buffer): NotThriftError {
  const printable = bytes
    .subarray(0, 40)
    .toString('latin1')
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim();
  return new NotThriftError(printable === '' ? 'The answer is not Thrift' : `The answer is not Thrift: ${printable}`);
}
