/** Free ports on loopback. */
import { createServer } from 'node:net';
import { USUAL_PORTS } from './addresses';
import { SERVICE_NAMES, type ServiceName } from './types';

export const LOOPBACK = '127.0.0.1';

/** Whether something could listen at this port of loopback now. */
export async function isFree(port: number): Promise<boolean> {
  return (await tryListen(port)) !== undefined;
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
    const wanted = [remembered[service], USUAL_PORTS[service]].filter((port) => port !== undefined);
    let port: number | undefined;
    for (const candidate of wanted) {
      if (port === undefined && !taken.has(candidate) && (await isFree(candidate))) port = candidate;
    }
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
