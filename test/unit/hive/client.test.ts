import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { LakehouseError } from '../../../lakehouse/src/errors';
import { HiveClient, parseUris } from '../../../lakehouse/src/hive/client';
import type { HiveClientOptions } from '../../../lakehouse/src/hive/client';
import { applicationException, list, onCall, reply, serve, struct, text } from './answers';
import type { TestServer } from './answers';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function server(onConnection: (socket: Socket) => void): Promise<TestServer> {
  const made = await serve(onConnection);
  open.push(made);
  return made;
}

function client(uri: string, options: HiveClientOptions = {}): HiveClient {
  const made = new HiveClient(uri, { connectTimeoutMs: 1_000, callTimeoutMs: 1_000, ...options });
  open.push(made);
  return made;
}

async function errorOf(promise: Promise<unknown>): Promise<LakehouseError> {
  const thrown: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof LakehouseError)) throw new Error(`no LakehouseError: ${String(thrown)}`);
  return thrown;
}

/** Answers getVersion and get_all_databases; `more` answers other calls. */
function metastore(socket: Socket, more: (name: string, seqId: number) => Buffer | undefined = () => undefined): void {
  onCall(socket, (name, seqId) => {
    if (name === 'getVersion') return reply(name, seqId, [0, text('3.1.3')]);
    return (
      more(name, seqId) ??
      (name === 'get_all_databases' ? reply(name, seqId, [0, list('string', [text('sales')])]) : undefined)
    );
  });
}

async function unusedPort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

describe('what is no metastore', () => {
  it.each([
    ['speaks HTTP', (socket: Socket) => socket.on('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'))],
    ['sends a banner', (socket: Socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n')],
    ['closes at once', (socket: Socket) => socket.end()],
    ['closes after the question', (socket: Socket) => socket.on('data', () => socket.destroy())],
    ['sends zeros', (socket: Socket) => socket.on('data', () => socket.write(Buffer.alloc(64)))],
  ])('is NOT_THIS_SERVICE when it %s', async (_, behave) => {
    for (const transport of ['buffered', 'framed'] as const) {
      const { uri, port } = await server((socket) => void behave(socket));
      const started = performance.now();
      const error = await errorOf(client(uri, { transport }).databases());
      expect(error.code).toBe('NOT_THIS_SERVICE');
      expect(error.message).toContain(`127.0.0.1:${String(port)}`);
      expect(error.nextStep?.command).toBe('lakehouse.startStack');
      expect(performance.now() - started).toBeLessThan(900);
    }
  });

  it('is TIMEOUT when it says nothing, after the time for a first answer', async () => {
    const { uri } = await server(() => undefined);
    const started = performance.now();
    const error = await errorOf(client(uri, { connectTimeoutMs: 300, callTimeoutMs: 60_000 }).databases());
    expect(error.code).toBe('TIMEOUT');
    expect(error.message).toContain('0.3 s');
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('is NOT_THIS_SERVICE when it speaks Thrift but knows no call of a metastore', async () => {
    const { uri } = await server((socket) =>
      onCall(socket, (name, seqId) => applicationException(name, seqId, 1, `Invalid method name: '${name}'`)),
    );
    expect((await errorOf(client(uri).databases())).code).toBe('NOT_THIS_SERVICE');
  });

  it('names the setting when only the transport is wrong', async () => {
    const { uri } = await server((socket) => socket.on('data', () => socket.write(framedAnswer())));
    const framedAnswer = () => Buffer.concat([Buffer.from([0, 0, 0, 40]), reply('getVersion', 1, [0, text('3')])]);
    expect((await errorOf(client(uri).databases())).message).toContain('"transport": "framed"');
  });

  it('is CONNECTION_REFUSED where nothing listens, with the step that fits the address', async () => {
    const port = await unusedPort();
    const error = await errorOf(client(`thrift://127.0.0.1:${String(port)}`).databases());
    expect(error.code).toBe('CONNECTION_REFUSED');
    expect(error.nextStep?.command).toBe('lakehouse.startStack');
  });

  it('is HOST_UNKNOWN for a host that does not exist', async () => {
    const error = await errorOf(client('thrift://metastore.invalid:9083').databases());
    expect(error.code).toBe('HOST_UNKNOWN');
    expect(error.message).toContain('metastore.invalid:9083');
    expect(error.nextStep?.command).toBe('lakehouse.openConfig');
  });
});

describe('HiveClient', () => {
  it('speaks in frames when told so', async () => {
    const { uri } = await server((socket) =>
      onCall(
        socket,
        (name, seqId) => reply(name, seqId, [0, name === 'getVersion' ? text('4.0.1') : list('string', [text('a')])]),
        true,
      ),
    );
    const framed = client(uri, { transport: 'framed' });
    expect(await framed.version()).toBe('4.0.1');
    expect(await framed.databases()).toEqual(['a']);
  });

  it('asks with the older call once the newer is unknown, and remembers that', async () => {
    const asked: string[] = [];
    const { uri } = await server((socket) =>
      metastore(socket, (name, seqId) => {
        asked.push(name);
        if (name.endsWith('_req')) return applicationException(name, seqId, 1, 'Invalid method name');
        return reply(name, seqId, [0, struct([1, text('orders')])]);
      }),
    );
    const old = client(uri);
    expect((await old.table('sales', 'orders')).tableName).toBe('orders');
    expect((await old.table('sales', 'orders')).tableName).toBe('orders');
    expect(asked).toEqual(['get_table_req', 'get_table', 'get_table']);
  });

  it('never asks with the older call where the newer works', async () => {
    const asked: string[] = [];
    const { uri } = await server((socket) =>
      metastore(socket, (name, seqId) => {
        asked.push(name);
        return reply(name, seqId, [0, struct([1, struct([1, text('orders')])])]);
      }),
    );
    expect((await client(uri).table('sales', 'orders')).tableName).toBe('orders');
    expect(asked).toEqual(['get_table_req']);
  });

  it('goes on to the next address when one does not answer', async () => {
    const port = await unusedPort();
    const { uri } = await server((socket) => metastore(socket));
    expect(await client(`thrift://127.0.0.1:${String(port)}, ${uri}`).databases()).toEqual(['sales']);
  });

  it('connects again after the metastore was restarted', async () => {
    const { uri, sockets } = await server((socket) => metastore(socket));
    const kept = client(uri);
    expect(await kept.databases()).toEqual(['sales']);
    for (const socket of sockets) socket.destroy();
    expect(await kept.databases()).toEqual(['sales']);
  });

  it('reports CONNECTION_LOST when the metastore goes away during a call', async () => {
    const { uri, sockets } = await server((socket) =>
      metastore(socket, (name) => {
        if (name === 'get_all_tables') for (const each of sockets) each.destroy();
        return undefined;
      }),
    );
    expect((await errorOf(client(uri).tableNames('sales'))).code).toBe('CONNECTION_LOST');
  });

  it('gives up a call that takes too long, and works on', async () => {
    const { uri } = await server((socket) => metastore(socket));
    const slow = client(uri, { callTimeoutMs: 150 });
    expect((await errorOf(slow.tableNames('sales'))).code).toBe('TIMEOUT');
    expect(await slow.databases()).toEqual(['sales']);
  });

  it('is cancelled while it waits for an answer, and while it waits for its turn', async () => {
    const { uri } = await server((socket) => metastore(socket));
    const one = client(uri, { connections: 1 });
    const running = new AbortController();
    const queued = new AbortController();
    const errors = Promise.all([
      errorOf(one.tableNames('sales', running.signal)),
      errorOf(one.tableNames('sales', queued.signal)),
    ]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    queued.abort();
    running.abort();
    expect((await errors).map((error) => error.code)).toEqual(['CANCELLED', 'CANCELLED']);
    expect(await one.databases()).toEqual(['sales']);
    expect((await errorOf(one.databases(AbortSignal.abort()))).code).toBe('CANCELLED');
  });

  it('keeps to its number of connections', async () => {
    let most = 0;
    const { uri, sockets } = await server((socket) => {
      most = Math.max(most, sockets.size);
      metastore(socket);
    });
    const busy = client(uri, { connections: 3 });
    const answers = await Promise.all(Array.from({ length: 40 }, () => busy.databases()));
    expect(answers.every((names) => names[0] === 'sales')).toBe(true);
    expect(most).toBe(3);
  });

  it('does not run on after it was closed', async () => {
    const { uri } = await server((socket) => metastore(socket));
    const closed = client(uri);
    const waiting = errorOf(closed.tableNames('sales'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    closed.close();
    expect((await waiting).code).toBe('CONNECTION_LOST');
    expect((await errorOf(closed.databases())).code).toBe('CONNECTION_LOST');
  });
});

describe('parseUris', () => {
  it('reads one or several, with and without scheme and port', () => {
    expect(parseUris('thrift://a:1,thrift://b.example.com , c:3/,[::1]:4')).toEqual([
      { host: 'a', port: 1 },
      { host: 'b.example.com', port: 9083 },
      { host: 'c', port: 3 },
      { host: '::1', port: 4 },
    ]);
  });

  it.each(['', 'http://a:1', 'thrift://', 'thrift://a:0', 'thrift://a:99999', 'thrift://a b:1'])(
    'refuses "%s"',
    (uri) => {
      expect(() => parseUris(uri)).toThrow(/write thrift:\/\/host:9083/);
    },
  );
});
