import { createServer, connect } from 'node:net';

/** `preferred` when nothing listens there on loopback, else a free port. */
export async function freePort(preferred = 0) {
  return (await tryListen(preferred)) ?? (await tryListen(0)) ?? fail();
}

/** Waits until something listens on the port; false after `timeoutMs` or as soon as `gone()` says the process ended. */
export async function listening(port, timeoutMs, gone = () => false) {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline && !gone()) {
    if (await answers(port)) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

function tryListen(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address.port));
    });
  });
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const done = (yes) => {
      socket.destroy();
      resolve(yes);
    };
    socket.setTimeout(1000, () => done(false));
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
  });
}

function fail() {
  throw new Error('No free port on 127.0.0.1');
}
