import { describe, expect, it } from 'vitest';
import { decodeAnswer, messageSeqId } from '../../../lakehouse/src/hive/codec';
import { CALLS } from '../../../lakehouse/src/hive/metastore';
import { MessageScanner, NotThriftError } from '../../../lakehouse/src/hive/scanner';
import { framed, i32, list, mapOf, reply, struct, text } from './answers';
import type { Wire } from './answers';

/** A repeatable source of numbers in [0, 1): xorshift. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

const KINDS = ['bool', 'i16', 'i32', 'i64', 'double', 'string', 'struct', 'list', 'map'] as const;

function randomValue(next: () => number, type: Wire['t'], depth: number): Wire {
  const count = Math.floor(next() * 4);
  const inner = () => KINDS[Math.floor(next() * (depth > 0 ? KINDS.length : 6))] ?? 'i32';
  switch (type) {
    case 'bool':
      return { t: 'bool', v: next() < 0.5 };
    case 'i16':
    case 'i32':
      return { t: type, v: Math.floor(next() * 30_000) };
    case 'i64':
      return { t: 'i64', v: BigInt(Math.floor(next() * 2 ** 50)) };
    case 'double':
      return { t: 'double', v: next() };
    case 'string':
      return text('ü'.repeat(Math.floor(next() * 20)));
    case 'struct':
      return struct(
        ...Array.from({ length: count }, (_, i) => [i + 1, randomValue(next, inner(), depth - 1)] as const),
      );
    case 'list': {
      const of = inner();
      return list(
        of,
        Array.from({ length: count }, () => randomValue(next, of, depth - 1)),
      );
    }
    case 'map': {
      const of = inner();
      return mapOf(
        of,
        ...Array.from({ length: count }, (_, i) => [`k${String(i)}`, randomValue(next, of, depth - 1)] as const),
      );
    }
  }
}

function cut(bytes: Buffer, next: () => number): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = 1 + Math.floor(next() * 9);
    chunks.push(bytes.subarray(at, at + length));
    at += length;
  }
  return chunks;
}

describe('MessageScanner', () => {
  it.each([false, true])('finds every message whatever it holds and however it is cut (framed: %s)', (frames) => {
    for (let seed = 1; seed <= 200; seed++) {
      const next = random(seed);
      const messages = Array.from({ length: 3 }, (_, i) =>
        reply('m', i, [0, randomValue(next, KINDS[Math.floor(next() * KINDS.length)] ?? 'i32', 3)]),
      );
      const scanner = new MessageScanner(frames);
      const stream = Buffer.concat(messages.map((message) => (frames ? framed(message) : message)));
      const found = cut(stream, next).flatMap((chunk) => scanner.push(chunk));
      expect(found.map((message) => message.toString('hex'))).toEqual(
        messages.map((message) => message.toString('hex')),
      );
      expect(scanner.pending).toBe(false);
    }
  });

  it('takes a long answer in small pieces in time that grows with its length', () => {
    const names = Array.from({ length: 200_000 }, (_, i) => text(`table_${String(i)}`));
    const message = reply('get_all_tables', 7, [0, list('string', names)]);
    const scanner = new MessageScanner(false);
    const started = performance.now();
    const found: Buffer[] = [];
    for (let at = 0; at < message.length; at += 1024) found.push(...scanner.push(message.subarray(at, at + 1024)));
    expect(found).toHaveLength(1);
    expect(messageSeqId(found[0] ?? Buffer.alloc(0))).toBe(7);
    expect(decodeAnswer(CALLS.getAllTables, found[0] ?? Buffer.alloc(0))).toHaveLength(200_000);
    // Parsing from the start again for each piece would take minutes.
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it.each([
    ['HTTP', 'HTTP/1.1 400 Bad Request\r\n'],
    ['SSH', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['TLS alert', '\x15\x03\x01\x00\x02\x02\x46'],
    ['one letter', 'H'],
  ])('refuses %s at the first bytes', (_, banner) => {
    expect(() => new MessageScanner(false).push(Buffer.from(banner, 'latin1'))).toThrow(NotThriftError);
  });

  it.each([
    ['HTTP taken for a length', Buffer.from('HTTP/1.1 400')],
    ['a length beyond any message', Buffer.from([0x7f, 0xff, 0xff, 0xff])],
    ['a negative length', Buffer.from([0xff, 0xff, 0xff, 0xfe])],
    ['a length of nothing', Buffer.from([0, 0, 0, 0])],
    ['a frame that holds no Thrift', Buffer.from([0, 0, 0, 9, 0x47, 0x45])],
  ])('refuses in a frame: %s', (_, bytes) => {
    expect(() => new MessageScanner(true).push(bytes)).toThrow(NotThriftError);
  });

  it.each([0x7fffffff, -5])('refuses the length %d inside a message', (size) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(size);
    const bytes = reply('m', 1, [0, text('abcd')]);
    const broken = Buffer.concat([bytes.subarray(0, bytes.length - 9), length, Buffer.from('abcd\0')]);
    expect(() => new MessageScanner(false).push(broken)).toThrow(NotThriftError);
  });

  it('says which transport would fit', () => {
    const bytes = reply('m', 1, [0, i32(1)]);
    const suggestion = (frames: boolean, answer: Buffer) => {
      try {
        new MessageScanner(frames).push(answer);
        return 'none';
      } catch (error) {
        return (error as NotThriftError).suggest;
      }
    };
    expect(suggestion(false, framed(bytes))).toBe('framed');
    expect(suggestion(true, bytes)).toBe('buffered');
  });
});
