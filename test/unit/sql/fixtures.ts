import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Fixture {
  readonly name: string;
  readonly text: string;
}

/** The files of a folder under test/fixtures/sql. */
export function fixtures(folder: string): Fixture[] {
  const path = join(import.meta.dirname, '../../fixtures/sql', folder);
  return readdirSync(path)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({ name: name.replace(/\.sql$/, ''), text: readFileSync(join(path, name), 'utf8') }));
}

/** `LINE:COLUMN`, both from 1. */
export function place(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return `${line}:${offset - before.lastIndexOf('\n')}`;
}
