import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogPicture } from '../../../server/src/sql/catalog-picture';
import { type CatalogSnapshot, staticPicture } from '../../../server/src/sql/static-picture';

/** The picture of a file under test/fixtures/catalogs. */
export function pictureOf(file: string, defaults?: Parameters<typeof staticPicture>[1]): CatalogPicture {
  const path = join(import.meta.dirname, '../../fixtures/catalogs', file);
  return staticPicture(JSON.parse(readFileSync(path, 'utf8')) as CatalogSnapshot, defaults);
}

/** Takes the caret `|` out of a text; the `|` of `|>` is none. */
export function withCaret(marked: string): { readonly text: string; readonly offset: number } {
  const offset = marked.search(/\|(?!>)/);
  if (offset < 0) throw new Error(`There is no | in ${marked}`);
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}
