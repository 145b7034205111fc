import { describe, expect, it } from 'vitest';
import { definition, typeDefinition } from '../../../server/src/features/definition';
import { folding } from '../../../server/src/features/folding';
import { inlayHints } from '../../../server/src/features/inlay';
import { links } from '../../../server/src/features/links';
import { references } from '../../../server/src/features/references';
import { rename } from '../../../server/src/features/rename';
import { selectionAt } from '../../../server/src/features/selection';
import { type SymbolItem, symbols } from '../../../server/src/features/symbols';
import { differenceOf, encodeTokens, semanticTokens } from '../../../server/src/features/tokens';
import { SqlDocument } from '../../../server/src/sql/document';
import { mutate, random } from '../../oracle/mutations';
import { fixtures } from '../sql/fixtures';
import { pictureOf } from './caret';

const SECONDS = Number(process.env.FUZZ_SECONDS ?? 2);
const SEED = Number(process.env.FUZZ_SEED ?? 1);
const picture = pictureOf('rich.json');
const sources = [...fixtures('accept'), ...fixtures('reject')].map(({ text }) => text);
const hints = { star: true, starColumns: 5, insertColumns: true, timeTravel: true };

describe('navigation in broken text', () => {
  it(
    `never throws, and says what holds together (${SECONDS} s, seed ${SEED})`,
    { timeout: SECONDS * 1000 + 30_000 },
    () => {
      const next = random(SEED);
      const until = Date.now() + SECONDS * 1000;
      let rounds = 0;
      while (Date.now() < until) {
        const source = sources[next(sources.length)] ?? '';
        const document = new SqlDocument(source);
        let before = semanticTokens(document, picture).segments;
        for (const text of [mutate(source, next), mutate(mutate(source, next), next)]) {
          document.update(text);
          const offset = next(text.length + 1);
          const { segments } = semanticTokens(document, picture);
          const data = encodeTokens(before);
          for (const edit of differenceOf(before, segments)) data.splice(edit.start, edit.deleteCount, ...edit.data);
          expect(data, text).toEqual(encodeTokens(segments));
          before = segments;
          expect(misplaced(symbols(document), 0, text.length), text).toEqual([]);
          for (const [i, span] of selectionAt(document, offset).entries())
            expect(i === 0 || span.start <= offset, text).toBe(true);
          folding(document);
          links(document);
          inlayHints(document, picture, 0, text.length, hints);
          references(document, offset, picture);
          definition(document, offset, picture);
          typeDefinition(document, offset, picture);
          const renamed = rename(document, offset, 'other', picture);
          for (const { start } of renamed !== null && 'edits' in renamed ? renamed.edits : [])
            expect(
              document.tokens.comments.some((one) => start >= one.start && start < one.end),
              text,
            ).toBe(false);
          rounds++;
        }
      }
      expect(rounds).toBeGreaterThan(10);
    },
  );
});

/** The symbols that stand out of what holds them. */
function misplaced(items: readonly SymbolItem[], start: number, end: number): string[] {
  return items.flatMap((item) => {
    const isWithin = item.start >= start && item.end <= end && item.nameStart >= item.start && item.nameEnd <= item.end;
    return [...(isWithin && item.name !== '' ? [] : [item.name]), ...misplaced(item.children, item.start, item.end)];
  });
}
