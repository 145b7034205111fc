/** Free ports on loopback. */
import { createServer } from 'node:net';
import { sleep } from './abort';
import { USUAL_PORTS } from './addresses';
import { SERVICE_NAMES, type ServiceName } from './types';

export const LOOPBACK = '127.0.0.1';

/** Whether something could listen at this port of loopback now. */
export async function isFree(port: number): Promise<boolean> {
  return (await tryListen(port)) !== undefined;
}

/** How long a service that was killed may still hold its port, in milliseconds: its threads end one by one. */
const LETTING_GO_MS = 2_000;

/** Like `isFree`, but a port that is about to be let go counts as free. */
async function comesFree(port: number): Promise<boolean> {
  const end = Date.now() + LETTING_GO_MS;
  for (;;) {
    if (await isFree(port)) return true;
    if (Date.now() >= end) return false;
    await sleep(50);
  }
}

/**
 * A port for each of `services`: the one it had in `remembered`, so that open sessions find it again, else the usual one,
 * else any free one. Ports of `remembered` that belong to other services are left to them.
 */
export async function choosePorts(
  services: readonly ServiceName[],
  remembered: Readonly<Partial<Record<ServiceName, number>>>,
): Promise<Record<ServiceName, number>> {
  const taken = new Set<number>();
  const chosen: Partial<Record<ServiceName, number>> = {};
  for (const service of SERVICE_NAMES) {
    const port = remembered[service];
    if (services.includes(service) || port === undefined) continue;
    chosen[service] = port;
    taken.add(port);
  }
  for (const service of SERVICE_NAMES) {
    if (chosen[service] !== undefined) continue;
    const own = remembered[service];
    const usual = USUAL_PORTS[service];
    let port: number | undefined;
    if (own !== undefined && !taken.has(own) && (await comesFree(own))) port = own;
    else if (!taken.has(usual) && (await isFree(usual))) port = usual;
    while (port === undefined) {
      const any = await tryListen(0);
      if (any !== undefined && !taken.has(any)) port = any;
    }
    chosen[service] = port;
    taken.add(port);
  }
  return chosen as Record<ServiceName, number>;
}

function tryListen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
}
