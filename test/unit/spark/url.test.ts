import { describe, expect, it } from 'vitest';
import { LakehouseError } from '../../../lakehouse/src/errors';
import { parseSparkUrl } from '../../../lakehouse/src/spark';

describe('a Spark Connect url', () => {
  it('has a default port, and no TLS without a token', () => {
    expect(parseSparkUrl('sc://spark.example.com')).toMatchObject({
      host: 'spark.example.com',
      port: 15002,
      address: 'spark.example.com:15002',
      tls: false,
      loopback: false,
      headers: {},
    });
  });

  it('carries what PySpark knows, and headers', () => {
    const url =
      'sc://h:443/;use_ssl=true;token=a%3Bb;user_id=me;user_agent=my%20tool;session_id=6a9c1b84-0a3f-4f37-9a3c-0123456789ab;x-Team=data';
    expect(parseSparkUrl(url)).toMatchObject({
      port: 443,
      tls: true,
      token: 'a;b',
      userId: 'me',
      userAgent: 'my tool',
      sessionId: '6a9c1b84-0a3f-4f37-9a3c-0123456789ab',
      headers: { 'x-team': 'data' },
    });
  });

  it('turns TLS on for a token, except on this machine', () => {
    expect(parseSparkUrl('sc://h/;token=t').tls).toBe(true);
    expect(parseSparkUrl('sc://h', 't').tls).toBe(true);
    expect(parseSparkUrl('sc://127.0.0.1/;token=t').tls).toBe(false);
    expect(parseSparkUrl('sc://localhost/;token=t;use_ssl=true').tls).toBe(true);
  });

  it('puts the token of the connection above that of the url', () => {
    expect(parseSparkUrl('sc://h/;token=url', 'connection').token).toBe('connection');
  });

  it.each([
    ['sc://[::1]:15002', { host: '::1', address: '[::1]:15002', loopback: true }],
    ['sc://127.0.0.1', { loopback: true }],
    ['sc://localhost/', { loopback: true }],
    ['sc://h;use_ssl=true', { tls: true }],
    ['  sc://h/;  '.trim(), { host: 'h' }],
  ])('%s', (url, expected) => {
    expect(parseSparkUrl(url)).toMatchObject(expected);
  });

  it.each([
    ['http://h:15002', 'scheme'],
    ['h:15002', 'sc://host:15002'],
    ['sc://', 'host is missing'],
    ['sc://:15002', 'host'],
    ['sc://h:port', 'port must be a number from 1 to 65535, found "port"'],
    ['sc://h:0', 'port'],
    ['sc://h:65536', 'port'],
    ['sc://h/path', 'path must be empty, found "/path"'],
    ['sc://u:p@h', 'user and password'],
    ['sc://h/;use_ssl', 'the parameter "use_ssl" must be key=value'],
    ['sc://h/;use_ssl=yes', 'use_ssl must be true or false, found "yes"'],
    ['sc://h/;a=1;a=2', 'the parameter a is there twice'],
    ['sc://h/;a=%', 'percent sign'],
    ['sc://h/;session_id=1', 'session_id must be a UUID'],
    ['sc://h/;grpc-timeout=1', 'cannot be a header'],
    ['sc://h/;a b=1', 'cannot be a header'],
    ['sc://h/;x=%0a', 'characters that a header cannot hold'],
    ['sc://h/;use_ssl=false;token=secret', 'unencrypted'],
  ])('%s is refused: %s', (url, part) => {
    let error: unknown;
    try {
      parseSparkUrl(url);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(LakehouseError);
    expect(error).toMatchObject({ code: 'CONFIG_INVALID', nextStep: { command: 'lakehouse.openConfig' } });
    expect((error as LakehouseError).message).toContain(part);
    expect((error as LakehouseError).message).not.toContain('secret');
  });
});
