import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { GlueReader } from '../../../lakehouse/src/glue/reader';
import { openStore } from '../../../lakehouse/src/storage';
import { splitUri } from '../../../lakehouse/src/storage/s3';
import { serve } from '../hive/answers';
import type { TestServer } from '../hive/answers';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function endpoint(onConnection: (socket: Socket) => void): Promise<string> {
  const made: TestServer = await serve(onConnection);
  open.push(made);
  return `http://127.0.0.1:${String(made.port)}`;
}

async function unusedEndpoint(): Promise<string> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return `http://127.0.0.1:${String(port)}`;
}

interface Asking {
  readonly signal?: AbortSignal;
  readonly firstAnswerMs?: number;
}

const keys = { region: 'us-east-1', accessKeyId: 'a', secretAccessKey: 'b' };

/** One question to S3, one to Glue, at an endpoint: both must fail the same way. */
const QUESTIONS: readonly (readonly [string, (endpoint: string, asking?: Asking) => Promise<unknown>])[] = [
  [
    'S3',
    (at, { signal, firstAnswerMs } = {}) => {
      const store = openStore({ ...keys, endpoint: at }, { firstAnswerMs });
      open.push(store);
      return store.read('s3://bucket/key', { signal });
    },
  ],
  [
    'Glue',
    (at, { signal, firstAnswerMs } = {}) => {
      const config = { name: 'g', type: 'glue', ...keys, endpoint: at } as const;
      const reader = new GlueReader(config, openStore(), { firstAnswerMs });
      open.push(reader);
      return reader.listNamespaces(signal);
    },
  ],
];

const http = (status: string, body: string, type = 'text/html') =>
  `HTTP/1.1 ${status}\r\ncontent-type: ${type}\r\ncontent-length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`;

describe.each(QUESTIONS)('%s', (service, ask) => {
  it('is CONNECTION_REFUSED where nothing listens, and offers to start ours', async () => {
    const at = await unusedEndpoint();
    await expect(ask(at)).rejects.toMatchObject({
      code: 'CONNECTION_REFUSED',
      message: `${service}: nothing answers at ${at}`,
      nextStep: { command: 'lakehouse.startStack' },
    });
  });

  it('is HOST_UNKNOWN for a host that does not exist', async () => {
    await expect(ask('http://s3.invalid:9000')).rejects.toMatchObject({
      code: 'HOST_UNKNOWN',
      message: `${service}: the host of http://s3.invalid:9000 is not known`,
      nextStep: { command: 'lakehouse.openConfig' },
    });
  });

  it('is NOT_THIS_SERVICE when what answers is not HTTP', async () => {
    const at = await endpoint((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n'));
    await expect(ask(at)).rejects.toMatchObject({
      code: 'NOT_THIS_SERVICE',
      message: `What answers at ${at} is no ${service}`,
    });
  });

  it('is NOT_THIS_SERVICE when a web server answers', async () => {
    // Of a page that is there S3's client cannot know that it is no object.
    const statuses = [
      '400 Bad Request',
      '404 Not Found',
      '405 Method Not Allowed',
      ...(service === 'S3' ? [] : ['200 OK']),
    ];
    for (const status of statuses) {
      const at = await endpoint((socket) => socket.on('data', () => socket.write(http(status, '<html>hello</html>'))));
      await expect(ask(at), status).rejects.toMatchObject({ code: 'NOT_THIS_SERVICE' });
    }
  });

  it('is CONNECTION_LOST when what listens hangs up', async () => {
    const at = await endpoint((socket) => socket.on('data', () => socket.destroy()));
    await expect(ask(at)).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
  });

  it('is TIMEOUT when nothing is said, in the time for a first answer, whatever the tries', async () => {
    const at = await endpoint(() => undefined);
    const started = performance.now();
    await expect(ask(at, { firstAnswerMs: 400 })).rejects.toMatchObject({
      code: 'TIMEOUT',
      message: `${service}: ${at} does not answer`,
    });
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('is cancelled while it waits', async () => {
    const at = await endpoint(() => undefined);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    await expect(ask(at, { signal: controller.signal })).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('is ACCESS_DENIED or AUTH_FAILED as the answer says', async () => {
    const answer = (code: string) =>
      service === 'S3'
        ? http('403 Forbidden', `<Error><Code>${code}</Code><Message>no</Message></Error>`, 'application/xml')
        : http('400 Bad Request', JSON.stringify({ __type: code, message: 'no' }), 'application/x-amz-json-1.1');
    const cases =
      service === 'S3'
        ? [
            ['AccessDenied', 'ACCESS_DENIED'],
            ['InvalidAccessKeyId', 'AUTH_FAILED'],
            ['SignatureDoesNotMatch', 'AUTH_FAILED'],
            ['ExpiredToken', 'AUTH_FAILED'],
          ]
        : [
            ['AccessDeniedException', 'ACCESS_DENIED'],
            ['UnrecognizedClientException', 'AUTH_FAILED'],
            ['ExpiredTokenException', 'AUTH_FAILED'],
          ];
    for (const [code = '', expected] of cases) {
      const at = await endpoint((socket) => socket.on('data', () => socket.write(answer(code))));
      await expect(ask(at), code).rejects.toMatchObject({
        code: expected,
        nextStep: { command: 'lakehouse.openConfig' },
      });
    }
  });
});

describe('Glue alone', () => {
  it('tries again when it is asked to slow down', async () => {
    let asked = 0;
    const at = await endpoint((socket) =>
      socket.on('data', () => {
        asked++;
        const slow = JSON.stringify({ __type: 'ThrottlingException', message: 'Rate exceeded' });
        const found = JSON.stringify({ DatabaseList: [{ Name: 'sales' }] });
        const [status, body] = asked < 3 ? ['400 Bad Request', slow] : ['200 OK', found];
        socket.write(http(status, body, 'application/x-amz-json-1.1'));
      }),
    );
    expect(await QUESTIONS[1]?.[1](at)).toEqual([{ name: ['sales'], location: null, comment: null }]);
    expect(asked).toBe(3);
  });
});

describe('splitUri', () => {
  it('takes the three schemes apart', () => {
    expect(splitUri('s3a://b/k/with spaces?and#more')).toEqual({
      scheme: 's3a',
      bucket: 'b',
      key: 'k/with spaces?and#more',
    });
    expect(splitUri('s3n://b')).toEqual({ scheme: 's3n', bucket: 'b', key: '' });
  });
});
