/** Where the page of a rule is: the server's own copy of `docs/rules`, which fits its version and needs no network. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Beside `dist/`, in the package as in the repository; a level higher from where the tests build. */
const folder = ['..', '../..'].map((up) => join(__dirname, up, 'docs', 'rules')).find((path) => existsSync(path));
const known = new Map<string, string | null>();

/** A file URL, or null when the page did not come along. */
export function pageOf(code: string): string | null {
  let page = known.get(code);
  if (page === undefined) {
    const path = folder === undefined ? null : join(folder, `${code}.md`);
    page = path !== null && existsSync(path) ? pathToFileURL(path).href : null;
    known.set(code, page);
  }
  return page;
}
