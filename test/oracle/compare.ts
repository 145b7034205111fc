import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { diagnose } from '../../server/src/features/diagnostics';
import { emptyPicture } from '../../server/src/sql/catalog-picture';
import { SqlDocument } from '../../server/src/sql/document';
import { lex } from '../../server/src/sql/lexer';
import { mutate, random } from './mutations';
import { askSpark, sentences, type OracleVersion, type Verdict } from './spark';

/** Rules about what Spark checks while it parses; what the others say is the analysis's business. */
const parseRules = new Set(['values-column-count', 'insert-column-count', 'duplicate-name']);

/** What ours says of a text that Spark gets whole: a second statement is an error where it starts. */
function askOurs(text: string, sparkVersion: OracleVersion): Verdict {
  const document = new SqlDocument(text, { sparkVersion });
  const [first, second] = document.statements;
  if (first === undefined) return { ok: false, offset: 0, message: 'no statement' };
  const errors = [...first.lexicalErrors, ...first.parsed.errors].sort((a, b) => a.start - b.start);
  const [error] = errors;
  if (error !== undefined) return { ok: false, offset: first.start + error.start, message: error.message };
  if (second !== undefined) return { ok: false, offset: second.start, message: 'a second statement' };
  const broken = diagnose(document, emptyPicture).diagnostics.find(({ code }) => parseRules.has(code));
  if (broken !== undefined) return { ok: false, offset: broken.start, message: broken.message };
  return { ok: true, offset: null, message: '' };
}

function statementsOf(folder: string): { readonly name: string; readonly text: string }[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .flatMap((name) =>
      new SqlDocument(readFileSync(join(folder, name), 'utf8')).statements.map(({ text }) => ({ name, text })),
    );
}

/** How many tokens lie between two offsets of a text. */
function tokensBetween(text: string, a: number, b: number): number {
  const { starts, count } = lex(text);
  const index = (offset: number): number => {
    let at = 0;
    while (at < count && (starts[at] ?? 0) < offset) at++;
    return at;
  };
  return Math.abs(index(a) - index(b));
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const share = (part: number, whole: number): string => `${part} of ${whole} (${((100 * part) / whole).toFixed(1)} %)`;

async function fixtures(root: string, version: OracleVersion): Promise<void> {
  for (const kind of ['accept', 'accept-4.1', 'reject']) {
    const statements = statementsOf(join(root, 'test/fixtures/sql', kind));
    const verdicts = await askSpark(
      root,
      statements.map(({ text }) => text),
      version,
    );
    const accepted = verdicts.filter(({ ok }) => ok).length;
    say(`${kind}: Spark accepts ${share(accepted, statements.length)}`);
    statements.forEach(({ name, text }, i) => {
      const spark = verdicts[i];
      if (spark === undefined) return;
      if (kind === 'accept' && !spark.ok) say(`  ${name}: Spark refuses ${oneLine(text)}\n    ${spark.message}`);
      const ours = askOurs(text, version);
      if (kind === 'accept' && !ours.ok) say(`  ${name}: we refuse ${oneLine(text)}\n    ${ours.message}`);
      if (kind !== 'reject') return;
      // A file of rejects may hold good statements around the bad one.
      if (spark.ok !== ours.ok) say(`  ${name}: Spark ${spark.ok}, ours ${ours.ok}: ${oneLine(text)}`);
      else if (!ours.ok && spark.offset !== ours.offset) {
        say(`  ${name}: Spark at ${spark.offset}, ours at ${ours.offset}: ${oneLine(text)}\n    ${spark.message}`);
      }
    });
  }
}

async function mutations(
  root: string,
  many: number,
  seed: number,
  show: number,
  version: OracleVersion,
): Promise<void> {
  const folders = version === '4.0' ? ['accept'] : ['accept', 'accept-4.1'];
  const sources = folders.flatMap((folder) => statementsOf(join(root, 'test/fixtures/sql', folder)));
  const next = random(seed);
  const texts = new Set<string>();
  for (let tries = 0; texts.size < many && tries < many * 3; tries++) {
    const source = sources[next(sources.length)]?.text ?? '';
    const text = mutate(source, next);
    if (text !== source && text.trim() !== '') texts.add(text);
  }
  const list = [...texts];
  const verdicts = await askSpark(root, list, version);
  const alarms: string[] = [];
  const misses: string[] = [];
  let [agree, rejected, near, placed, asNames] = [0, 0, 0, 0, 0];
  list.forEach((text, i) => {
    const spark = verdicts[i];
    const ours = askOurs(text, version);
    if (spark === undefined) return;
    if (spark.ok === ours.ok) agree++;
    else if (spark.ok && spark.strict === false) asNames++;
    else if (spark.ok) alarms.push(`${oneLine(text)}\n    ours: ${ours.message}`);
    else misses.push(`${oneLine(text)}\n    Spark: ${spark.message}`);
    if (spark.ok) return;
    rejected++;
    if (ours.offset === null || spark.offset === null) return;
    placed++;
    if (tokensBetween(text, ours.offset, spark.offset) <= 1) near++;
  });
  say(`mutations, seed ${seed}: agreement ${share(agree, list.length)}`);
  say(`  refused by us, accepted by Spark with a reserved word as a name (\`SELECT * FROM\`): ${asNames}`);
  say(`  agreement without these: ${share(agree, list.length - asNames)}`);
  say(`  other false alarms: ${share(alarms.length, list.length - rejected)} of those Spark accepts`);
  say(`  missed errors: ${share(misses.length, rejected)} of those Spark refuses`);
  say(`  within one token of Spark's position: ${share(near, placed)}`);
  for (const text of alarms.slice(0, show)) say(`alarm: ${text}`);
  for (const text of misses.slice(0, show)) say(`miss: ${text}`);
}

async function generated(
  root: string,
  many: number,
  seed: number,
  show: number,
  version: OracleVersion,
): Promise<void> {
  const list = [...new Set(await sentences(root, many, seed, version))];
  const verdicts = await askSpark(root, list, version);
  let [accepted, refused] = [0, 0];
  const alarms: string[] = [];
  const misses: string[] = [];
  list.forEach((text, i) => {
    const spark = verdicts[i];
    if (spark === undefined) return;
    const ours = askOurs(text, version);
    if (spark.ok) accepted++;
    else refused++;
    if (spark.ok && !ours.ok) alarms.push(`${text}\n    ours at ${String(ours.offset)}: ${ours.message}`);
    else if (!spark.ok && ours.ok) misses.push(`${text}\n    Spark: ${spark.message}`);
  });
  say(`sentences of Spark ${version}'s grammar, seed ${seed}: we accept ${share(accepted - alarms.length, accepted)}`);
  say(`  of those it refuses after parsing, we refuse ${share(refused - misses.length, refused)}`);
  for (const text of alarms.slice(0, show)) say(`alarm: ${text}`);
  for (const text of misses.slice(0, show)) say(`miss: ${text}`);
}

async function ask(root: string, version: OracleVersion): Promise<void> {
  const statements = readFileSync(0, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as string);
  const verdicts = await askSpark(root, statements, version);
  statements.forEach((text, i) => {
    const { diagnostics } = diagnose(new SqlDocument(text, { sparkVersion: version }), emptyPicture);
    const said = diagnostics.map(({ code }) => code);
    say(JSON.stringify({ text, spark: verdicts[i], ours: askOurs(text, version), said }));
  });
}

export async function main(root: string, args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      mutations: { type: 'string', default: '4000' },
      sentences: { type: 'string', default: '4000' },
      seed: { type: 'string', default: '1' },
      show: { type: 'string', default: '0' },
      spark: { type: 'string', default: '4.0' },
      ask: { type: 'boolean', default: false },
    },
  });
  const version: OracleVersion = values.spark === '4.1' ? '4.1' : '4.0';
  if (values.ask) return ask(root, version);
  const [seed, show] = [Number(values.seed), Number(values.show)];
  await fixtures(root, version);
  if (Number(values.mutations) > 0) await mutations(root, Number(values.mutations), seed, show, version);
  if (Number(values.sentences) > 0) await generated(root, Number(values.sentences), seed, show, version);
}
