/** Asking a feature that may lack something of the catalogs: what it wanted is loaded, and it is asked again. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { PictureSource } from '../catalog/picture';
import type { CatalogPicture, Wanted } from '../sql/catalog-picture';

/** How long an answer waits for catalogs before it goes out with what is known. */
export const CATALOG_WAIT_MS = 1_500;
/** An answer that learns of new names asks for those too; more rounds than name parts are never needed. */
export const ROUNDS = 4;

/**
 * Asks until nothing is wanted any more, at most `CATALOG_WAIT_MS`; then once more with all that is known, however old.
 * With `isStaleFine`, what is known is good enough from the start and only what is missing is loaded.
 */
export async function askWithCatalogs<T extends { readonly wanted: readonly Wanted[] }>(
  source: PictureSource,
  signal: AbortSignal,
  ask: (picture: CatalogPicture) => T | null,
  isStaleFine: boolean,
): Promise<T | null> {
  // What is not read yet cannot be wanted.
  await Promise.race([source.ready, sleep(CATALOG_WAIT_MS, undefined, { ref: false })]);
  const wait = AbortSignal.any([signal, AbortSignal.timeout(CATALOG_WAIT_MS)]);
  for (let round = 0; round < ROUNDS && !wait.aborted; round++) {
    const result = ask(source.picture(isStaleFine));
    if (result === null || result.wanted.length === 0) return result;
    if (!(await source.load(result.wanted, wait))) break;
  }
  signal.throwIfAborted();
  return ask(source.picture(true));
}
