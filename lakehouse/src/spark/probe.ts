/** What is really behind an address, asked by one raw connection: gRPC itself says only "unavailable". */
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { LakehouseError, networkError } from '../errors';
import { addressStep } from './steps';
import type { SparkAddress } from './url';

/** The connection preface of HTTP/2 and an empty SETTINGS frame (RFC 9113, 3.4): whatever speaks HTTP/2 answers with its own. */
const PREFACE = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
]);

/**
 * Says why a server cannot be Spark Connect: unknown host, nothing there, no answer within `timeoutMs`, or another
 * protocol. `waited` is how long the user has waited in all, for the message. Undefined when it speaks HTTP/2, as Spark Connect does.
 */
export function diagnose(
  target: SparkAddress,
  timeoutMs: number,
  waited = timeoutMs,
): Promise<LakehouseError | undefined> {
  return new Promise((resolve) => {
    let connected = false;
    const socket: Socket = target.tls
      ? connectTls({ host: target.host, port: target.port, servername: servername(target.host), ALPNProtocols: ['h2'] })
      : connect({ host: target.host, port: target.port });
    const chunks: Buffer[] = [];
    let ended = false;
    const done = (error: LakehouseError | undefined) => {
      ended = true;
      clearTimeout(timer);
      socket.destroy();
      resolve(error);
    };
    const end = (error?: Error) => {
      if (ended) return;
      ended = true;
      if (chunks.length > 0) done(judge(target, Buffer.concat(chunks)));
      else if (error && !hungUp(error)) done(fromSocket(target, error));
      else void hangUp(target).then(done);
    };
    const timer = setTimeout(() => {
      done(chunks.length > 0 ? judge(target, Buffer.concat(chunks)) : silent(target, connected, waited));
    }, timeoutMs);
    socket.once(target.tls ? 'secureConnect' : 'connect', () => {
      connected = true;
      socket.write(PREFACE);
    });
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      const bytes = Buffer.concat(chunks);
      if (bytes.length >= 9) done(judge(target, bytes));
    });
    socket.on('error', end);
    socket.on('close', () => end());
  });
}

/** Server names are for DNS names only (RFC 6066). */
function servername(host: string): string {
  return /^[\d.]+$|:/.test(host) ? '' : host;
}

function judge(target: SparkAddress, answer: Buffer): LakehouseError | undefined {
  // Type 4 at offset 3 on stream 0: SETTINGS.
  if (answer.length >= 9 && answer[3] === 4 && answer.readUInt32BE(5) === 0) return undefined;
  // A TLS alert: what was sent is no handshake.
  if (!target.tls && answer[0] === 0x15 && answer[1] === 0x03) return wantsTls(target);
  const what = /^(?:HTTP\/1|<!DOCTYPE|<html)/i.test(answer.toString('latin1'))
    ? 'an HTTP server'
    : `it answers ${JSON.stringify(printable(answer))}`;
  return notSpark(target, what);
}

function wantsTls(target: SparkAddress): LakehouseError {
  return new LakehouseError('TLS_FAILED', `${target.address} expects TLS: add ;use_ssl=true to the Spark Connect url`, {
    nextStep: addressStep({ ...target, loopback: false }),
  });
}

function hungUp(error: Error): boolean {
  return 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}

/** Nothing but an end: a server that wants TLS may do that to whom it does not understand. */
async function hangUp(target: SparkAddress): Promise<LakehouseError> {
  return !target.tls && (await speaksTls(target)) ? wantsTls(target) : notSpark(target, 'it hangs up at once');
}

function speaksTls(target: SparkAddress): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectTls({ host: target.host, port: target.port, servername: servername(target.host) });
    const done = (speaks: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(speaks);
    };
    const timer = setTimeout(() => done(false), 1500);
    socket.once('secureConnect', () => done(true));
    // A refused certificate or an alert is TLS as well.
    socket.on('error', (error: Error) =>
      done(/CERT|SELF_SIGNED|UNABLE_TO|ALERT|ERR_TLS/.test('code' in error ? String(error.code) : '')),
    );
    socket.on('close', () => done(false));
  });
}

/** The error for a port that is not Spark Connect's; `what` says what is there instead. */
export function notSpark(target: SparkAddress, what: string): LakehouseError {
  return new LakehouseError('NOT_THIS_SERVICE', `What answers at ${target.address} is not Spark Connect: ${what}`, {
    nextStep: addressStep({ ...target, loopback: false }),
  });
}

function printable(answer: Buffer): string {
  return answer
    .subarray(0, 40)
    .toString('latin1')
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim();
}

function silent(target: SparkAddress, connected: boolean, waited: number): LakehouseError {
  const seconds = `${Math.max(1, Math.round(waited / 1000))} s`;
  const message = connected
    ? `${target.address} accepts connections but says nothing for ${seconds}; Spark Connect would`
    : `Spark Connect: ${target.address} does not answer within ${seconds}`;
  return new LakehouseError('TIMEOUT', message, { nextStep: addressStep(target) });
}

function fromSocket(target: SparkAddress, error: Error): LakehouseError {
  const network = networkError(error, 'Spark Connect', target.address, addressStep(target));
  if (network) return network;
  const code = 'code' in error ? String(error.code) : '';
  const reason = /WRONG_VERSION|PACKET_LENGTH|UNKNOWN_PROTOCOL|EPROTO/.test(code)
    ? 'it does not speak TLS'
    : error.message;
  return new LakehouseError('TLS_FAILED', `TLS with ${target.address} failed: ${reason}`, {
    cause: error,
    nextStep: addressStep({ ...target, loopback: false }),
  });
}
