/**
 * The messages of an Arrow IPC stream, and the footer of an IPC file, read and written as the FlatBuffers they are
 * (Message.fbs, File.fbs of https://github.com/apache/arrow/tree/main/format).
 */

export interface Message {
  readonly kind: 'schema' | 'batch';
  /** All of it: marker, length, metadata and body. */
  readonly bytes: Uint8Array;
  /** The FlatBuffer with its padding. */
  readonly metadata: Uint8Array;
  readonly bodyLength: number;
}

/** A record batch in a file: where its message starts, how long it is before the body, and the body. */
export interface Block {
  readonly offset: number;
  readonly metadataLength: number;
  readonly bodyLength: number;
}

const SCHEMA = 1;
/** Slots of `table Message`: version, header_type, header, bodyLength. */
const SLOT = { headerType: 1, header: 2, bodyLength: 3 } as const;
const PREFIX = 8;

/** Throws an Error on bytes that are no Arrow stream. */
export function* messagesOf(stream: Uint8Array): Generator<Message> {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  let at = 0;
  while (at + PREFIX <= stream.byteLength) {
    if (view.getUint32(at, true) !== 0xffffffff) throw new Error('not an Arrow stream');
    const length = view.getInt32(at + 4, true);
    if (length === 0) return;
    const metadata = stream.subarray(at + PREFIX, at + PREFIX + length);
    const table = new DataView(metadata.buffer, metadata.byteOffset, metadata.byteLength);
    const bodyAt = field(table, SLOT.bodyLength);
    const bodyLength = bodyAt === 0 ? 0 : Number(table.getBigInt64(bodyAt, true));
    const end = at + PREFIX + length + bodyLength;
    if (end > stream.byteLength) throw new Error('an Arrow stream that is cut off');
    const typeAt = field(table, SLOT.headerType);
    const kind = typeAt !== 0 && table.getUint8(typeAt) === SCHEMA ? 'schema' : 'batch';
    yield { kind, bytes: stream.subarray(at, end), metadata, bodyLength };
    at = end;
  }
}

/** Where a field of the root table is; 0 when it has its default. */
function field(view: DataView, slot: number): number {
  const table = view.getUint32(0, true);
  const vtable = table - view.getInt32(table, true);
  const entry = 4 + 2 * slot;
  const offset = entry < view.getUint16(vtable, true) ? view.getUint16(vtable + entry, true) : 0;
  return offset === 0 ? 0 : table + offset;
}

const BLOCK = 24;
/** The table of the footer with its vtable, up to the vector of blocks. */
const HEAD = 40;
const METADATA_V5 = 4;

/**
 * What ends an IPC file. The schema is that of its message: FlatBuffers point to what is in them by distances, so the message
 * can be part of the footer as it is.
 */
export function footer(schemaMetadata: Uint8Array, blocks: readonly Block[]): Uint8Array {
  const schemaAt = HEAD + BLOCK * blocks.length;
  const length = schemaAt + schemaMetadata.byteLength;
  const bytes = new Uint8Array(length + 4 + 6);
  const view = new DataView(bytes.buffer);
  const message = new DataView(schemaMetadata.buffer, schemaMetadata.byteOffset, schemaMetadata.byteLength);
  const header = field(message, SLOT.header);
  const schemaTable = schemaAt + header + message.getUint32(header, true);
  const [vtable, table, schemaField, blocksField, vector] = [4, 16, 24, 28, 36];
  view.setUint32(0, table, true);
  // Sizes of vtable and table, then where the table has version, schema, dictionaries (none) and record batches.
  [12, 16, 4, schemaField - table, 0, blocksField - table].forEach((value, index) =>
    view.setUint16(vtable + 2 * index, value, true),
  );
  view.setInt32(table, table - vtable, true);
  view.setInt16(table + 4, METADATA_V5, true);
  view.setUint32(schemaField, schemaTable - schemaField, true);
  view.setUint32(blocksField, vector - blocksField, true);
  view.setUint32(vector, blocks.length, true);
  blocks.forEach((block, index) => {
    const at = HEAD + BLOCK * index;
    view.setBigInt64(at, BigInt(block.offset), true);
    view.setInt32(at + 8, block.metadataLength, true);
    view.setBigInt64(at + 16, BigInt(block.bodyLength), true);
  });
  bytes.set(schemaMetadata, schemaAt);
  view.setInt32(length, length, true);
  bytes.set([0x41, 0x52, 0x52, 0x4f, 0x57, 0x31], length + 4);
  return bytes;
}
