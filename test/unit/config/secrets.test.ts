import { describe, expect, it } from 'vitest';
import { resolveSecrets, secretNames, type ConnectionConfig } from '../../../lakehouse/src/config';

const connection: ConnectionConfig = {
  name: 'prod',
  spark: { url: 'sc://h:1', token: 'Bearer ${secret:a}-${env:B}' },
  catalogs: [
    {
      name: 'c',
      type: 'glue',
      secretAccessKey: '${secret:a}',
      s3: { secretAccessKey: '${secret:c}', pathStyle: true },
    },
  ],
};

describe('resolveSecrets', () => {
  it('replaces placeholders wherever they stand and leaves the rest', async () => {
    const resolved = await resolveSecrets(connection, {
      secret: (name) => Promise.resolve(`<${name}>`),
      env: (name) => `[${name}]`,
    });
    expect(resolved.spark?.token).toBe('Bearer <a>-[B]');
    expect(resolved.catalogs?.[0]).toEqual({
      name: 'c',
      type: 'glue',
      secretAccessKey: '<a>',
      s3: { secretAccessKey: '<c>', pathStyle: true },
    });
    expect(connection.spark?.token).toContain('${secret:a}');
  });

  it('names a missing secret and offers to enter it', async () => {
    const sources = { secret: () => Promise.resolve(undefined), env: () => 'x' };
    await expect(resolveSecrets(connection, sources)).rejects.toMatchObject({
      code: 'CONFIG_SECRET_MISSING',
      nextStep: { command: 'lakehouse.setSecret', args: ['a'] },
    });
  });

  it('names a missing environment variable', async () => {
    const sources = { secret: () => Promise.resolve('x'), env: () => undefined };
    await expect(resolveSecrets(connection, sources)).rejects.toThrow('the environment variable B is not set');
  });

  it('lists the names of secrets once each', () => {
    expect(secretNames(connection)).toEqual(['a', 'c']);
  });
});
