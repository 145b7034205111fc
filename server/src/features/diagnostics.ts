import type { Parsed, TableRelation } from '../sql/ast';
import { Binder, sqlPath } from '../sql/binder';
import { type CatalogPicture, trackWanted, type Wanted } from '../sql/catalog-picture';
import type { DocumentStatement, SqlDocument } from '../sql/document';
import { Memo } from './memo';
import { catalogue, ruleNamed } from './rules/catalogue';
import { closest, didYouMean } from './rules/closest';
import { type IgnoredCode, ignoresOf, Lines } from './rules/ignore';
import type { Finding, Rule } from './rules/rule';
import { rules } from './rules/rules';
import { Subject, type Surroundings } from './rules/subject';
import type { Diagnostic, DiagnosticOptions, DiagnosticsResult } from './types';

/** What is kept of a document from one diagnosis to the next, by its statements' trees. */
class Kept {
  readonly tables = new Memo<Parsed, Keys>();
  /** Their offsets are a statement's own. */
  readonly found = new Memo<Parsed, readonly Found[]>();
}

/** The tables of a statement by their keys; `changed` are those it creates, changes or drops. */
interface Keys {
  readonly all: readonly string[];
  readonly changed: readonly string[];
}

interface Found {
  readonly rule: Rule;
  readonly finding: Finding;
}

const kept = new WeakMap<SqlDocument, Kept>();

/** One statement as the rules see it. What the catalogs lack is noted by the picture that is given. */
export function subjectOf(document: SqlDocument, statement: DocumentStatement, picture: CatalogPicture): Subject {
  const binder = new Binder(picture);
  const rest = restOf(document);
  const changed = new Set<string>();
  for (const other of document.statements) {
    if (other !== statement) for (const key of keysOf(other.parsed, binder).changed) changed.add(key);
  }
  const around: Surroundings = { ...rest, changed };
  return new Subject(statement.parsed, statement.text, binder, around, (table) => keyOf(binder, table));
}

/** What is wrong with a document. Names are judged only when it is certain: no false alarm is the harder rule. */
export function diagnose(
  document: SqlDocument,
  picture: CatalogPicture,
  options: DiagnosticOptions = {},
): DiagnosticsResult {
  const tracked = trackWanted(picture);
  const memos = kept.get(document) ?? new Kept();
  kept.set(document, memos);
  const forTables = memos.tables.open(tracked);
  const binder = new Binder(memos.found.open(tracked));
  const keysBinder = new Binder(forTables);
  const { statements } = document;
  const keys = statements.map(({ parsed }) => memos.tables.get(parsed, '', () => keysOf(parsed, keysBinder)));
  const changes = new Map<string, number>();
  for (const { changed } of keys) for (const key of new Set(changed)) changes.set(key, (changes.get(key) ?? 0) + 1);
  const rest = restOf(document);
  const diagnostics: Diagnostic[] = [];
  const restsOn: Wanted[] = [];
  for (const [i, statement] of statements.entries()) {
    const { parsed, start, text } = statement;
    diagnostics.push(...syntax(statement));
    if (parsed.errors.length > 0 || parsed.doubts.length > 0) continue;
    // What the catalog says of these may not hold any more: another statement changes them.
    const own = keys[i];
    const touched =
      changes.size === 0 || own === undefined
        ? []
        : own.all.filter((key) => (changes.get(key) ?? 0) > (own.changed.includes(key) ? 1 : 0));
    const variant = touched.length === 0 ? rest.variant : JSON.stringify([touched, rest.variant]);
    const found = memos.found.get(parsed, variant, () => {
      const around: Surroundings = { ...rest, changed: new Set(touched) };
      return check(new Subject(parsed, text, binder, around, (table) => keyOf(binder, table)));
    });
    if (found.length === 0) continue;
    for (const one of found) diagnostics.push(toDiagnostic(one, start));
    if (found.some(({ rule }) => rule.asksCatalogs === true)) restsOn.push(...tablesOf(parsed, binder));
  }
  return { diagnostics: finish(diagnostics, document, options), wanted: tracked.wanted, restsOn };
}

function syntax({ start, parsed, lexicalErrors }: DocumentStatement): Diagnostic[] {
  if (lexicalErrors.length + parsed.errors.length + parsed.doubts.length === 0) return [];
  const place = ({ start: from, end }: { start: number; end: number }) => ({
    start: start + from,
    end: start + Math.max(end, from + 1),
  });
  const errors = [...lexicalErrors, ...parsed.errors].map((error): Diagnostic => ({
    ...place(error),
    severity: 'error',
    code: 'syntax',
    message: error.message,
  }));
  const doubts = parsed.doubts.map((doubt): Diagnostic => ({
    ...place(doubt),
    severity: 'warning',
    code: 'keyword-as-name',
    message: doubt.message,
  }));
  return [...errors, ...doubts];
}

function check(subject: Subject): Found[] {
  // What the session puts in for `${…}` may be any part of a name.
  if (/\$\{|\ufffc/.test(subject.text)) return [];
  return rules.flatMap((rule) => rule.check(subject).map((finding) => ({ rule, finding })));
}

function toDiagnostic({ rule, finding }: Found, offset: number): Diagnostic {
  const { start, end, message, replacements = [] } = finding;
  const { code, severity, tag } = rule;
  return {
    ...{ start: offset + start, end: offset + end, severity, code, message },
    ...(tag === undefined ? {} : { tag }),
    ...(replacements.length === 0 ? {} : { replacements }),
  };
}

/** Takes out what is silenced in place, puts in the severities of the settings, and sorts. */
function finish(
  diagnostics: Diagnostic[],
  document: SqlDocument,
  { severities = {} }: DiagnosticOptions,
): readonly Diagnostic[] {
  const ignores = ignoresOf(document);
  let left = diagnostics;
  if (ignores !== null) {
    const lines = new Lines(document.text);
    const lineOf = (offset: number): number => lines.of(offset);
    left = [...diagnostics, ...ignores.codes.flatMap(unknownCode)];
    left = left.filter((one) => !ignores.isSilenced(one, lineOf));
  }
  const set = left.flatMap((one): Diagnostic[] => {
    const severity = severities[one.code] ?? one.severity;
    return severity === 'off' ? [] : [severity === one.severity ? one : { ...one, severity }];
  });
  return set.sort((a, b) => a.start - b.start);
}

function unknownCode({ code, start, end, isLate }: IgnoredCode): Diagnostic[] {
  const base = { start, end, severity: 'information', code: 'unknown-ignore' } as const;
  if (isLate) return [{ ...base, message: 'lakehouse-ignore-file has an effect only above the first statement.' }];
  if (ruleNamed(code) !== null) return [];
  const like = closest(
    code,
    catalogue.map((entry) => entry.code),
  );
  const message = `There is no rule ${code}.${didYouMean(like)}`;
  return [{ ...base, message, ...(like === null ? {} : { replacements: [like] }) }];
}

function keysOf({ tables }: Parsed, binder: Binder): Keys {
  const keys = tables.flatMap((table) => {
    const key = keyOf(binder, table);
    return key === null ? [] : [{ key, purpose: table.purpose }];
  });
  const changes = keys.filter(({ purpose }) => purpose === 'create' || purpose === 'alter' || purpose === 'drop');
  return { all: keys.map(({ key }) => key), changed: changes.map(({ key }) => key) };
}

function keyOf(binder: Binder, table: TableRelation): string | null {
  const path = binder.path(table);
  return path.kind === 'table' ? sqlPath({ ...path, metadata: null }).toLowerCase() : null;
}

function tablesOf({ tables }: Parsed, binder: Binder): Wanted[] {
  return tables.flatMap((table): Wanted[] => {
    const path = binder.path(table);
    if (path.kind !== 'table') return [];
    const { catalog, namespace, name } = path;
    if (binder.tableAt(path) !== 'missing') return [{ kind: 'table', catalog, namespace, name }];
    return [
      { kind: 'namespaces', catalog },
      { kind: 'tables', catalog, namespace },
    ];
  });
}

type Said = Omit<Surroundings, 'changed' | 'sparkVersion'>;
type Rest = Omit<Surroundings, 'changed'> & { readonly variant: string };

/** What a statement says that matters to the others, kept with its tree. */
const saidBy = new WeakMap<Parsed, Said>();

function restOf({ statements, sparkVersion }: SqlDocument): Rest {
  let moves = false;
  let lenientTypes = false;
  let makesNamespaces = false;
  const functions = new Set<string>();
  for (const { parsed, text } of statements) {
    let said = saidBy.get(parsed);
    if (said === undefined) {
      said = sayings(parsed, text);
      saidBy.set(parsed, said);
    }
    moves ||= said.moves;
    lenientTypes ||= said.lenientTypes;
    makesNamespaces ||= said.makesNamespaces;
    for (const name of said.functions) functions.add(name);
  }
  const variant = JSON.stringify([moves, lenientTypes, makesNamespaces, [...functions]]);
  return { moves, lenientTypes, makesNamespaces, functions, sparkVersion, variant };
}

function sayings({ kind, marks }: Parsed, text: string): Said {
  const functions = marks.flatMap(({ role, declares, parts }) =>
    role === 'function' && declares ? parts.slice(-1).map(({ name }) => name.toLowerCase()) : [],
  );
  return {
    moves:
      kind === 'use' ||
      (kind === 'set' && /^SET\s+CATALOG\b/i.test(text)) ||
      (kind === 'script' && /\bUSE\b/i.test(text)),
    lenientTypes: /spark\.sql\.(?:ansi\.|storeAssignmentPolicy|legacy\.)/i.test(text),
    makesNamespaces: kind === 'create' && /^CREATE\s+(?:SCHEMA|DATABASE|NAMESPACE)\b/i.test(text),
    functions: new Set(functions),
  };
}
