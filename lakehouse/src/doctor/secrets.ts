/** Keeps secrets out of what is printed: services repeat what they were sent. */
import type { ConnectionConfig } from '../config/types';

const SECRET_KEY = /^(?:token|secretAccessKey|sessionToken)$/;
const IN_URL = /;token=([^;]+)/i;

/** A function that puts `***` in place of every secret of the connections. */
export function redactor(connections: readonly ConnectionConfig[]): (text: string) => string {
  const found = new Set<string>();
  const visit = (value: unknown, key: string): void => {
    if (typeof value === 'string') {
      if (SECRET_KEY.test(key)) found.add(value);
      const token = IN_URL.exec(value)?.[1];
      if (token !== undefined) found.add(token);
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, item] of Object.entries(value)) visit(item, name);
    }
  };
  visit(connections, '');
  // The longest first: one secret may be a part of another.
  const secrets = [...found].filter((secret) => secret !== '').sort((a, b) => b.length - a.length);
  return (text) => secrets.reduce((hidden, secret) => hidden.replaceAll(secret, '***'), text);
}
