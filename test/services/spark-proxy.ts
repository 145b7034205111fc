/** TCP servers for the tests of the Spark Connect client: one that cuts connections, and some that are not Spark. */
import { createServer, connect } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

export interface TestServer {
  readonly port: number;
  /** Ends every connection, and goes on listening. */
  cutAll(): void;
  /** Ends every connection and stops listening. */
  close(): Promise<void>;
}

/** Listens on a free port of loopback. */
export async function listen(onConnection: (socket: Socket) => void): Promise<TestServer> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    cutAll: () => {
      for (const socket of sockets) socket.destroy();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

export interface Cuts {
  /** After how many bytes of answers a new connection is cut; undefined: never. */
  budget(): number | undefined;
  onCut(): void;
}

/** Passes bytes on to `target`. */
export function proxy(target: { host: string; port: number }, cuts?: Cuts): Promise<TestServer> {
  return listen((socket) => {
    let left = cuts?.budget() ?? Infinity;
    const upstream = connect(target.port, target.host);
    const cut = () => {
      socket.destroy();
      upstream.destroy();
    };
    upstream.on('error', cut).on('close', cut);
    socket.on('close', () => upstream.destroy());
    socket.pipe(upstream);
    upstream.on('data', (bytes: Buffer) => {
      if (socket.destroyed) return;
      const allowed = bytes.subarray(0, Math.min(bytes.length, left));
      left -= allowed.length;
      if (left <= 0) {
        // What was allowed gets out before the connection goes.
        upstream.pause();
        socket.write(allowed, () => {
          cuts?.onCut();
          cut();
        });
        return;
      }
      if (!socket.write(allowed)) {
        upstream.pause();
        socket.once('drain', () => upstream.resume());
      }
    });
  });
}
