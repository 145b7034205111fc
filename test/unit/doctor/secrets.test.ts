import { describe, expect, it } from 'vitest';
import { redactor } from '../../../lakehouse/src/doctor/secrets';

describe('what the doctor prints', () => {
  const hide = redactor([
    {
      name: 'prod',
      spark: { url: 'sc://host:15002/;use_ssl=true;token=in-url', token: 'the-token' },
      catalogs: [
        { name: 'g', type: 'glue', accessKeyId: 'AKIA1', secretAccessKey: 'the-token-and-more', sessionToken: 'sess' },
        { name: 'h', type: 'hive', uri: 'thrift://h:9083', s3: { secretAccessKey: 's3-secret' } },
      ],
    },
  ]);

  it('holds no secret of a connection, wherever it stands in it', () => {
    expect(hide('in-url, the-token, the-token-and-more, sess, s3-secret')).toBe('***, ***, ***, ***, ***');
  });

  it('is the same where there is none', () => {
    expect(hide('prod at host:15002 with AKIA1')).toBe('prod at host:15002 with AKIA1');
    expect(redactor([{ name: 'local', stack: 'auto' }])('anything')).toBe('anything');
  });
});
