import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getHeapStatistics } from 'node:v8';
import { SqlDocument } from '../../server/src/sql/document';
import { type CatalogSnapshot, staticPicture } from '../../server/src/sql/static-picture';
import { random } from '../oracle/mutations';
import * as check from './checks';
import { edit, makeText } from './texts';

export interface FuzzOptions {
  readonly root: string;
  readonly minutes: number;
  readonly seed: number;
  /** A step that takes longer is a fault, in milliseconds; twice in a row, since the machine may stall. */
  readonly limit: number;
}

/** After so many edits a new text is taken. */
const EDITS_A_TEXT = 200;
/** The formatter, completion and hover see one of so many edits; the lexer, the parser and the rules see all. */
const SELDOM = 8;
const LONGEST_TEXT = 6_000;
/** The heap may grow by this after the first minute, in MB. */
const MOST_GROWTH_MB = 150;

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const megabytes = (): number => Math.round(getHeapStatistics().used_heap_size / 1_048_576);

/** Runs for some minutes; gives how many faults it met. Each is printed with the text it was met on. */
export function run({ root, minutes, seed, limit }: FuzzOptions): number {
  const folder = (name: string): string => join(root, 'test/fixtures/sql', name);
  const sources = ['accept', 'accept-4.1', 'reject', 'complete', 'doubt'].flatMap((name) =>
    readdirSync(folder(name)).map((file) => readFileSync(join(folder(name), file), 'utf8').slice(0, LONGEST_TEXT)),
  );
  const catalog = JSON.parse(readFileSync(join(root, 'test/fixtures/catalogs/rich.json'), 'utf8')) as CatalogSnapshot;
  const picture = staticPicture(catalog);
  const next = random(seed);
  const began = performance.now();
  const until = began + minutes * 60_000;
  const counts = { edits: 0, texts: 0, seldom: 0 };
  const longest: Record<string, number> = {};
  let faults = 0;
  let settled = 0; // MB after the first minute
  let reported = began;

  const step = (what: string, text: string, work: () => void): void => {
    const timed = (): number => {
      const start = performance.now();
      work();
      return performance.now() - start;
    };
    try {
      let took = timed();
      if (took > limit) took = Math.min(took, timed());
      longest[what] = Math.max(longest[what] ?? 0, took);
      if (took <= limit) return;
      say(`SLOW: ${what} took ${took.toFixed(0)} ms: ${JSON.stringify(text)}`);
    } catch (cause) {
      say(`FAULT: ${what}: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`);
      say(`  ${JSON.stringify(text)}`);
    }
    faults++;
  };

  say(`fuzz: seed ${seed}, ${minutes} min, ${sources.length} sources`);
  while (performance.now() < until) {
    let text = makeText(sources, next).slice(0, LONGEST_TEXT);
    const document = new SqlDocument(text, { sparkVersion: next(2) === 0 ? '4.0' : '4.1' });
    counts.texts++;
    for (let n = 0; n < EDITS_A_TEXT && performance.now() < until; n++) {
      text = edit(text, next).slice(0, LONGEST_TEXT);
      counts.edits++;
      step('lexing and splitting', text, () => document.update(text));
      step('parsing', text, () => check.checkStatements(document));
      step('binding and diagnosing', text, () => check.checkDiagnostics(document, picture));
      if (n % SELDOM !== 0) continue;
      counts.seldom++;
      const offset = next(text.length + 1);
      step('completing', text, () => check.checkCompletion(document, offset, picture));
      step('hovering', text, () => check.checkHover(document, offset, picture));
      step('finding statements', text, () => check.checkSpans(document, offset));
      step('formatting', text, () => check.checkFormat(document));
      step('lexing anew', text, () => check.checkTokens(text));
    }
    const now = performance.now();
    if (settled === 0 && now - began > 60_000) settled = megabytes();
    if (now - reported < 60_000) continue;
    reported = now;
    say(`  ${counts.edits} edits of ${counts.texts} texts, ${faults} faults, heap ${megabytes()} MB`);
  }
  const growth = settled === 0 ? 0 : megabytes() - settled;
  if (growth > MOST_GROWTH_MB) {
    faults++;
    say(`FAULT: the heap grew by ${growth} MB`);
  }
  const times = Object.entries(longest).map(([what, ms]) => `${what} ${ms.toFixed(0)} ms`);
  say(`${counts.edits} edits of ${counts.texts} texts; completed, hovered and formatted ${counts.seldom} times`);
  say(`longest: ${times.join(', ')}; heap grew by ${growth} MB`);
  say(`${faults} faults`);
  return faults;
}
