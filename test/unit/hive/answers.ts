/** Thrift messages as a metastore sends them, and a server that sends what a test wants. */
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/** A value with its Thrift type, to be written without any of the code under test. */
export type Wire =
  | { readonly t: 'bool'; readonly v: boolean }
  | { readonly t: 'i16' | 'i32'; readonly v: number }
  | { readonly t: 'i64'; readonly v: bigint }
  | { readonly t: 'double'; readonly v: number }
  | { readonly t: 'string'; readonly v: string }
  | { readonly t: 'struct'; readonly v: readonly (readonly [id: number, value: Wire])[] }
  | { readonly t: 'list'; readonly of: Wire['t']; readonly v: readonly Wire[] }
  | { readonly t: 'map'; readonly of: Wire['t']; readonly v: readonly (readonly [key: string, value: Wire])[] };

const TYPE_IDS = { bool: 2, double: 4, i16: 6, i32: 8, i64: 10, string: 11, struct: 12, map: 13, list: 15 } as const;

export const text = (v: string): Wire => ({ t: 'string', v });
export const i32 = (v: number): Wire => ({ t: 'i32', v });
export const list = (of: Wire['t'], v: readonly Wire[]): Wire => ({ t: 'list', of, v });
export const struct = (...v: (readonly [number, Wire])[]): Wire => ({ t: 'struct', v });
export const mapOf = (of: Wire['t'], ...v: (readonly [string, Wire])[]): Wire => ({ t: 'map', of, v });

function int(size: 1 | 2 | 4, value: number): Buffer {
  const bytes = Buffer.alloc(size);
  bytes.writeIntBE(value, 0, size);
  return bytes;
}

export function wireBytes(value: Wire): Buffer {
  switch (value.t) {
    case 'bool':
      return int(1, value.v ? 1 : 0);
    case 'i16':
      return int(2, value.v);
    case 'i32':
      return int(4, value.v);
    case 'i64': {
      const bytes = Buffer.alloc(8);
      bytes.writeBigInt64BE(value.v);
      return bytes;
    }
    case 'double': {
      const bytes = Buffer.alloc(8);
      bytes.writeDoubleBE(value.v);
      return bytes;
    }
    case 'string': {
      const bytes = Buffer.from(value.v, 'utf8');
      return Buffer.concat([int(4, bytes.length), bytes]);
    }
    case 'struct': {
      const fields = value.v.map(([id, field]) =>
        Buffer.concat([int(1, TYPE_IDS[field.t]), int(2, id), wireBytes(field)]),
      );
      return Buffer.concat([...fields, int(1, 0)]);
    }
    case 'list':
      return Buffer.concat([int(1, TYPE_IDS[value.of]), int(4, value.v.length), ...value.v.map(wireBytes)]);
    case 'map':
      return Buffer.concat([
        int(1, TYPE_IDS.string),
        int(1, TYPE_IDS[value.of]),
        int(4, value.v.length),
        ...value.v.flatMap(([key, item]) => [wireBytes(text(key)), wireBytes(item)]),
      ]);
  }
}

/** A reply whose result struct has these fields: 0 is what the call returns, others are exceptions. */
export function reply(name: string, seqId: number, ...fields: (readonly [number, Wire])[]): Buffer {
  return message(2, name, seqId, struct(...fields));
}

/** TApplicationException; kind 1 is UNKNOWN_METHOD. */
export function applicationException(name: string, seqId: number, kind: number, words: string): Buffer {
  return message(3, name, seqId, struct([1, text(words)], [2, i32(kind)]));
}

function message(type: number, name: string, seqId: number, body: Wire): Buffer {
  const start = Buffer.from([0x80, 0x01, 0x00, type]);
  return Buffer.concat([start, wireBytes(text(name)), int(4, seqId), wireBytes(body)]);
}

export const framed = (bytes: Buffer): Buffer => Buffer.concat([int(4, bytes.length), bytes]);

export interface TestServer {
  readonly uri: string;
  readonly port: number;
  readonly sockets: Set<Socket>;
  close(): Promise<void>;
}

/** A server on a free port of 127.0.0.1 that does this with each connection. */
export async function serve(onConnection: (socket: Socket) => void): Promise<TestServer> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    uri: `thrift://127.0.0.1:${String(port)}`,
    port,
    sockets,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** The name and sequence id of each call that arrives; calls of these tests fit one packet. */
export function onCall(
  socket: Socket,
  answer: (name: string, seqId: number) => Buffer | undefined,
  frames = false,
): void {
  socket.on('data', (data) => {
    const at = frames ? 4 : 0;
    const nameLength = data.readInt32BE(at + 4);
    const name = data.toString('utf8', at + 8, at + 8 + nameLength);
    const bytes = answer(name, data.readInt32BE(at + 8 + nameLength));
    if (bytes) socket.write(frames ? framed(bytes) : bytes);
  });
}
