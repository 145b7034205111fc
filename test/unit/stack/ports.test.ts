import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { choosePorts, isFree } from '../../../lakehouse/src/stack/ports';
import { SERVICE_NAMES } from '../../../lakehouse/src/stack/types';

const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

function listen(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
    servers.push(server);
  });
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const port = await listen();
  await new Promise((resolve) => servers.pop()?.close(resolve));
  return port;
}

describe('ports', () => {
  it('are told free or taken', async () => {
    expect(await isFree(await listen())).toBe(false);
    expect(await isFree(await freePort())).toBe(true);
  });

  it('are those a stack had, even where others would be usual', async () => {
    const remembered = { s3: await freePort(), spark: await freePort() };
    expect(await choosePorts(SERVICE_NAMES, remembered)).toMatchObject(remembered);
  });

  it('are those a stack had, when who held them lets go of them a moment later', async () => {
    const glue = await listen();
    setTimeout(() => servers.pop()?.close(), 300);
    expect((await choosePorts(['glue'], { glue })).glue).toBe(glue);
  });

  it('are others where the one a stack had is taken, and no two are the same', async () => {
    const taken = await listen();
    const ports = await choosePorts(SERVICE_NAMES, { glue: taken });
    expect(ports.glue).not.toBe(taken);
    expect(new Set(Object.values(ports)).size).toBe(SERVICE_NAMES.length);
  });

  it('of services that are not asked about stay, taken as they are', async () => {
    const s3 = await listen();
    expect((await choosePorts(['glue'], { s3 })).s3).toBe(s3);
  });
});
