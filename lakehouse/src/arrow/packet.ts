/** Bytes of several batches and what is said about them, as one piece: the output of a notebook cell. */

export interface PacketBatch {
  /** One Arrow IPC stream, as Spark sent it. */
  readonly data: Uint8Array;
  readonly rowCount: number;
}

export interface Packet<Head> {
  readonly head: Head;
  readonly batches: readonly PacketBatch[];
}

interface Index {
  readonly head: unknown;
  readonly batches: readonly { readonly bytes: number; readonly rows: number }[];
}

/** `LHP1` */
const MAGIC = 0x4c48_5031;
/** Typed arrays need it where they look at memory without copying it. */
const ALIGNMENT = 8;

export function encodePacket<Head>({ head, batches }: Packet<Head>): Uint8Array<ArrayBuffer> {
  const index: Index = { head, batches: batches.map(({ data, rowCount }) => ({ bytes: data.length, rows: rowCount })) };
  const text = new TextEncoder().encode(JSON.stringify(index));
  let size = aligned(8 + text.length);
  for (const { data } of batches) size += aligned(data.length);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC);
  view.setUint32(4, text.length);
  bytes.set(text, 8);
  let at = aligned(8 + text.length);
  for (const { data } of batches) {
    bytes.set(data, at);
    at += aligned(data.length);
  }
  return bytes;
}

/** Throws an Error on bytes that are no packet. The batches are views of the bytes, or of a copy of them. */
export function decodePacket<Head>(given: Uint8Array): Packet<Head> {
  const bytes = given.byteOffset % ALIGNMENT === 0 ? given : new Uint8Array(given);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8 || view.getUint32(0) !== MAGIC) throw new Error('this output is no result of Lakehouse');
  const length = view.getUint32(4);
  const index = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Index;
  let at = aligned(8 + length);
  const batches = index.batches.map(({ bytes: size, rows }) => {
    if (at + size > bytes.length) throw new Error('this output is incomplete');
    const data = bytes.subarray(at, at + size);
    at += aligned(size);
    return { data, rowCount: rows };
  });
  return { head: index.head as Head, batches };
}

function aligned(size: number): number {
  return Math.ceil(size / ALIGNMENT) * ALIGNMENT;
}
