import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import type { sendUnaryData, ServerUnaryCall } from '@grpc/grpc-js';
import { describe, expect, inject, it } from 'vitest';
import { connect } from '../../lakehouse/src/spark';
import { listen } from './spark-proxy';
import { failure } from './spark-rows';

const startStack = { label: 'Start Lakehouse', command: 'lakehouse.startStack' };
const openConfig = { label: 'Open lakehouse.json', command: 'lakehouse.openConfig' };
const at = (port: number, rest = '') => ({ spark: { url: `sc://127.0.0.1:${port}${rest}` } });

describe('an address that is not a Spark Connect server', () => {
  it('with an unknown host', async () => {
    const error = await failure(connect({ spark: { url: 'sc://no-such-host.invalid:15002' } }));
    expect(error).toMatchObject({ code: 'HOST_UNKNOWN', nextStep: openConfig });
    expect(error.message).toContain('no-such-host.invalid:15002');
  });

  it('with nothing at the port', async () => {
    const closed = await listen(() => undefined);
    await closed.close();
    const error = await failure(connect(at(closed.port)));
    expect(error).toMatchObject({ code: 'CONNECTION_REFUSED', nextStep: startStack });
    expect(error.message).toContain(`127.0.0.1:${closed.port}`);
  });

  it('with a port that never says a word', async () => {
    const silent = await listen(() => undefined);
    const started = Date.now();
    const error = await failure(connect({ ...at(silent.port), timeoutMs: 2000 }));
    expect(error).toMatchObject({ code: 'TIMEOUT' });
    expect(error.message).toContain(`127.0.0.1:${silent.port} accepts connections but says nothing for 2 s`);
    expect(Date.now() - started).toBeLessThan(4000);
    await silent.close();
  });

  it('with a banner of another protocol', async () => {
    const ssh = await listen((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n'));
    const error = await failure(connect(at(ssh.port)));
    expect(error).toMatchObject({ code: 'NOT_THIS_SERVICE', nextStep: openConfig });
    expect(error.message).toBe(
      `What answers at 127.0.0.1:${ssh.port} is not Spark Connect: it answers "SSH-2.0-OpenSSH_9.2"`,
    );
    await ssh.close();
  });

  it('with an HTTP server', async () => {
    const http = createServer((_, response) => response.end('hello'));
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const { port } = http.address() as AddressInfo;
    const error = await failure(connect(at(port)));
    expect(error).toMatchObject({ code: 'NOT_THIS_SERVICE' });
    expect(error.message).toBe(`What answers at 127.0.0.1:${port} is not Spark Connect: an HTTP server`);
    await new Promise((resolve) => http.close(resolve));
  });

  it.each(['hive', 's3', 'glue'] as const)('but the %s of our own stack', async (service) => {
    const { host } = new URL(inject('stack')[service].replace('thrift:', 'http:'));
    const error = await failure(connect({ spark: { url: `sc://${host}` } }));
    expect(error).toMatchObject({ code: 'NOT_THIS_SERVICE' });
    expect(error.message).toContain(host);
  });
});

describe('TLS', () => {
  it('asked of a server without it', async () => {
    const error = await failure(connect({ spark: { url: `${inject('stack').spark}/;use_ssl=true` } }));
    expect(error).toMatchObject({ code: 'TLS_FAILED', nextStep: openConfig });
    expect(error.message).toMatch(/TLS with .* failed: it does not speak TLS/);
  });

  it('not asked of a server that wants it', async () => {
    const tls = createTlsServer({});
    await new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', resolve));
    const error = await failure(connect(at((tls.address() as AddressInfo).port)));
    expect(error).toMatchObject({ code: 'TLS_FAILED' });
    expect(error.message).toContain(';use_ssl=true');
    await new Promise((resolve) => tls.close(resolve));
  });
});

describe('a gRPC server', () => {
  async function grpc(answer: { code: number; details: string }) {
    const server = new Server();
    const seen: Record<string, unknown>[] = [];
    const same = (bytes: Buffer) => bytes;
    const path = '/spark.connect.SparkConnectService/AnalyzePlan';
    const definition = { path, requestStream: false, responseStream: false } as const;
    server.addService(
      {
        analyzePlan: {
          ...definition,
          requestSerialize: same,
          requestDeserialize: same,
          responseSerialize: same,
          responseDeserialize: same,
        },
      },
      {
        analyzePlan: (call: ServerUnaryCall<Buffer, Buffer>, done: sendUnaryData<Buffer>) => {
          seen.push(call.metadata.getMap());
          done(answer);
        },
      },
    );
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      );
    });
    return { port, seen, close: () => server.forceShutdown() };
  }

  it('gets the token and the headers of the url; a token it refuses is AUTH_FAILED, and not in the message', async () => {
    const server = await grpc({ code: status.UNAUTHENTICATED, details: 'invalid token' });
    const error = await failure(connect(at(server.port, '/;token=s3cret;x-team=data')));
    expect(error).toMatchObject({ code: 'AUTH_FAILED', nextStep: openConfig });
    expect(error.message).toBe(`127.0.0.1:${server.port} refuses the token: invalid token`);
    expect(JSON.stringify(error.toData())).not.toContain('s3cret');
    expect(server.seen[0]).toMatchObject({ authorization: 'Bearer s3cret', 'x-team': 'data' });
    server.close();
  });

  it('that knows no Spark is not this service', async () => {
    const server = await grpc({ code: status.UNIMPLEMENTED, details: 'unknown service' });
    expect(await failure(connect(at(server.port)))).toMatchObject({ code: 'NOT_THIS_SERVICE' });
    server.close();
  });
});

it('connecting can be given up', async () => {
  const silent = await listen(() => undefined);
  const abort = new AbortController();
  const error = failure(connect({ ...at(silent.port), signal: abort.signal }));
  setTimeout(() => abort.abort(), 100);
  const started = Date.now();
  expect(await error).toMatchObject({ code: 'CANCELLED' });
  expect(Date.now() - started).toBeLessThan(1000);
  await silent.close();
});
