/** The block codecs of Avro that Iceberg's writers offer (`write.avro.compression-codec`). */
import * as zlib from 'node:zlib';
import { decompress as unzstd } from 'fzstd';

/** Node has Zstandard of its own from 22.15; it is several times faster than the one in JavaScript. */
const nativeZstd = (zlib as { zstdDecompressSync?: (bytes: Uint8Array) => Buffer }).zstdDecompressSync;

/** `codec` as in the file's `avro.codec`. Throws Error for an unknown one, or broken data. */
export function decompress(codec: string, bytes: Buffer): Buffer {
  switch (codec) {
    case 'null':
      return bytes;
    case 'deflate':
      return zlib.inflateRawSync(bytes);
    case 'zstandard':
      return nativeZstd ? nativeZstd(bytes) : Buffer.from(unzstd(bytes));
    case 'snappy':
      // Avro puts a checksum of the data behind each block.
      return unsnappy(bytes.subarray(0, -4));
    default:
      throw new Error(`it is packed with ${codec}, which is not known here`);
  }
}

/** Raw Snappy: https://github.com/google/snappy/blob/main/format_description.txt */
export function unsnappy(input: Uint8Array): Buffer {
  let at = 0;
  const next = (): number => {
    const byte = input[at++];
    if (byte === undefined) throw new Error('its Snappy data ends early');
    return byte;
  };
  const littleEndian = (bytes: number): number => {
    let value = 0;
    for (let i = 0; i < bytes; i++) value += next() * 256 ** i;
    return value;
  };
  let size = 0;
  for (let weight = 1, byte = 0x80; byte >= 0x80; weight *= 128) {
    byte = next();
    size += (byte & 0x7f) * weight;
  }
  // A Snappy block cannot unpack to more than about 64 times its size (a copy of 64 bytes takes three).
  if (size > 64 + input.length * 64) throw new Error('its Snappy data has an impossible length');
  const output = Buffer.alloc(size);
  let end = 0;
  while (at < input.length) {
    const tag = next();
    const kind = tag & 3;
    if (kind === 0) {
      const short = tag >> 2;
      const length = 1 + (short < 60 ? short : littleEndian(short - 59));
      if (at + length > input.length || end + length > size) throw new Error('its Snappy data ends early');
      output.set(input.subarray(at, at + length), end);
      at += length;
      end += length;
      continue;
    }
    const length = kind === 1 ? 4 + ((tag >> 2) & 7) : 1 + (tag >> 2);
    const offset = kind === 1 ? ((tag >> 5) << 8) | next() : littleEndian(kind === 2 ? 2 : 4);
    if (offset === 0 || offset > end || end + length > size) throw new Error('its Snappy data points outside');
    // Byte by byte: a copy may overlap what it writes.
    for (let i = 0; i < length; i++, end++) output[end] = output[end - offset] ?? 0;
  }
  if (end !== size) throw new Error('its Snappy data ends early');
  return output;
}
