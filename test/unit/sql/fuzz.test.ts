import { describe, expect, it } from 'vitest';
import { SqlDocument } from '../../../server/src/sql/document';
import * as check from '../../fuzz/checks';
import { makeText } from '../../fuzz/texts';
import { random } from '../../oracle/mutations';
import { pictureOf } from '../features/caret';
import { fixtures } from './fixtures';

/** A short run of what `npm run fuzz` does for as long as one likes. */
const SECONDS = Number(process.env.FUZZ_SECONDS ?? 3);
const SEED = Number(process.env.FUZZ_SEED ?? 1);
/** No call may take longer; a stall of the machine is why it is not less. */
const LONGEST_MS = 1_000;

const picture = pictureOf('rich.json');
const sources = [...fixtures('accept'), ...fixtures('reject'), ...fixtures('complete')].map(({ text }) => text);

/** Fails with the text, so that the case can be kept. */
function inTime(what: string, text: string, work: () => void): void {
  const start = performance.now();
  try {
    work();
  } catch (cause) {
    throw new Error(`${what} of ${JSON.stringify(text)}`, { cause });
  }
  const took = performance.now() - start;
  if (took > LONGEST_MS) throw new Error(`${what} took ${took.toFixed(0)} ms: ${JSON.stringify(text)}`);
}

const summary = (document: SqlDocument): unknown =>
  document.statements.map(({ start, end, stop, text, parsed, lexicalErrors }) => ({
    ...{ start, end, stop, text, lexicalErrors },
    errors: parsed.errors,
    columns: parsed.columns.map(({ name }) => name),
    tables: parsed.tables.map(({ name }) => name),
  }));

function checkFeatures(document: SqlDocument, offset: number): void {
  check.checkCompletion(document, offset, picture);
  check.checkHover(document, offset, picture);
  check.checkDiagnostics(document, picture);
  check.checkSpans(document, offset);
  check.checkFormat(document);
}

describe('any text', () => {
  it(
    `is read without throwing, in time, the same at once as edit by edit (${SECONDS} s, seed ${SEED})`,
    () => {
      const next = random(SEED);
      const stop = performance.now() + SECONDS * 1_000;
      const edited = new SqlDocument('');
      let texts = 0;
      while (performance.now() < stop) {
        const text = makeText(sources, next);
        inTime('lexing', text, () => check.checkTokens(text));
        inTime('editing', text, () => edited.update(text));
        inTime('parsing', text, () => check.checkStatements(edited));
        const fresh = new SqlDocument(text);
        if (texts % 8 === 0) expect(summary(edited)).toEqual(summary(fresh));
        const offset = next(text.length + 1);
        inTime(`features at ${offset}`, text, () => checkFeatures(fresh, offset));
        texts++;
      }
      // On the slowest machine, too, this many must have been tried.
      expect(texts).toBeGreaterThan(20 * SECONDS);
    },
    SECONDS * 1_000 + 20_000,
  );
});
