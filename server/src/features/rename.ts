/**
 * Renaming of what a script itself names: CTEs, aliases, variables, parameters, windows, labels. Whether the new name would
 * change what any name means is not guessed at: the document is read again with it, and both readings are compared.
 */
import type { CatalogPicture, Wanted } from '../sql/catalog-picture';
import { SqlDocument } from '../sql/document';
import { quoteName, sameName } from '../sql/names';
import type { Occurrence } from '../sql/occurrences';
import { DocumentNames, type Place, sameMeaning } from './names';
import { whyColumnStays } from './rename-columns';

export interface RenameTarget {
  readonly start: number;
  readonly end: number;
  /** The name without backticks. */
  readonly name: string;
}

/** `refusal` is a sentence for the user. */
export type PrepareResult =
  | { readonly target: RenameTarget; readonly wanted: readonly Wanted[] }
  | { readonly refusal: string; readonly wanted: readonly Wanted[] };

export interface RenameEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export type RenameResult =
  | { readonly edits: readonly RenameEdit[]; readonly wanted: readonly Wanted[] }
  | { readonly refusal: string; readonly wanted: readonly Wanted[] };

/** Whether the name at an offset can be renamed; null where there is no name. */
export function prepareRename(document: SqlDocument, offset: number, picture: CatalogPicture): PrepareResult | null {
  const names = new DocumentNames(document, picture);
  const place = names.at(offset);
  if (place === null) return null;
  const { statement, occurrence } = place;
  const refusal = whyNot(names, place, sameMeaning(names, place));
  if (refusal !== null) return { refusal, wanted: names.wanted };
  const { start, end, name } = occurrence;
  return { target: { start: statement.start + start, end: statement.start + end, name }, wanted: names.wanted };
}

export function rename(
  document: SqlDocument,
  offset: number,
  given: string,
  picture: CatalogPicture,
): RenameResult | null {
  const names = new DocumentNames(document, picture);
  const place = names.at(offset);
  if (place === null) return null;
  const places = sameMeaning(names, place);
  const refuse = (refusal: string): RenameResult => ({ refusal, wanted: names.wanted });
  const refusal = whyNot(names, place, places);
  if (refusal !== null) return refuse(refusal);
  const name = unquoted(given);
  if (name === '') return refuse('A name cannot be empty.');
  if (/[\r\n]/.test(name)) return refuse('A name stays on one line.');
  const taken = whoHas(names, places, name);
  if (taken !== null) return refuse(taken);
  for (const text of new Set([quoteName(name), `\`${name.replaceAll('`', '``')}\``])) {
    const edits = places.map(({ statement, occurrence }) => ({
      start: statement.start + occurrence.start,
      end: statement.start + occurrence.end,
      text,
    }));
    const change = whatChanges(names, places, edits, picture);
    if (change === null) return { edits, wanted: names.wanted };
    // A word that cannot stand there without backticks is tried with them.
    if (change !== BROKEN) return refuse(change);
  }
  return refuse(`${quoteName(name)} cannot stand there as a name.`);
}

/** The user may type backticks or not. */
function unquoted(given: string): string {
  const text = given.trim();
  const quoted = text.length > 1 && text.startsWith('`') && text.endsWith('`');
  return quoted ? text.slice(1, -1).replaceAll('``', '`') : text;
}

const OURS: ReadonlySet<Occurrence['kind']> = new Set([
  'cte',
  'tableAlias',
  'columnAlias',
  'window',
  'variable',
  'param',
  'label',
  'condition',
]);

/** Why a name is not ours to change; null when it is. */
function whyNot(names: DocumentNames, { statement, occurrence }: Place, places: readonly Place[]): string | null {
  const { kind, name } = occurrence;
  const quoted = quoteName(name);
  switch (kind) {
    case 'catalog':
    case 'namespace':
      return `${quoted} is a name of the lakehouse: only its owner can rename it.`;
    case 'table':
      return `${quoted} is a table: rename it with ALTER TABLE … RENAME TO.`;
    case 'metadataTable':
      return `${quoted} is one of Iceberg’s metadata tables.`;
    case 'ref':
      return `${quoted} is a branch or a tag: create another one from it with ALTER TABLE … CREATE BRANCH.`;
    case 'function':
    case 'procedure':
      return `${quoted} is the name of a ${kind}.`;
    case 'field':
      return `${quoted} is a field of a struct: its name is part of the type.`;
    case 'argument':
    case 'property':
      return `${quoted} is the name of ${kind === 'argument' ? 'an argument' : 'a property'}.`;
    case 'parameter':
      return `The value of :${name} is given where the statement is run.`;
    default:
  }
  const column = places.find((place) => place.occurrence.kind === 'column' && place.occurrence.table !== null);
  if (column !== undefined) return `${quoted} is a column of a table: rename it with ALTER TABLE … RENAME COLUMN.`;
  const declared = places.find((place) => place.occurrence.declares && OURS.has(place.occurrence.kind));
  if (declared === undefined) return whyUndeclared(kind, quoted);
  for (const place of places) {
    if (names.sessionVariable(place)?.certain === false)
      return `Whether ${quoted} means the variable or a column is not known: a table beside it is not loaded.`;
  }
  if (statement.parsed.errors.length > 0)
    return 'The statement has a syntax error: what its names mean is not certain.';
  return declared.occurrence.kind === 'columnAlias' ? whyColumnStays(names, places, quoted) : null;
}

function whyUndeclared(kind: Occurrence['kind'], quoted: string): string {
  if (kind === 'variable') return `The variable ${quoted} is not declared in this document.`;
  if (kind === 'column') return `Where the column ${quoted} comes from is not known.`;
  return `${quoted} is not declared in this document.`;
}

/** A declaration of the new name beside the old one, which both could not have. */
function whoHas(names: DocumentNames, places: readonly Place[], name: string): string | null {
  for (const { statement, occurrence } of places) {
    if (!occurrence.declares || sameName(occurrence.name, name)) continue;
    const { kind, scope } = occurrence;
    if (kind === 'variable' && names.key({ statement, occurrence }) !== null) {
      if (names.sessionVariables().has(name.toLowerCase()))
        return `There is a variable ${quoteName(name)} in this document already.`;
      continue;
    }
    const rival = names
      .of(statement)
      .find((one) => one.declares && one.kind === kind && one.scope === scope && sameName(one.name, name));
    const hidden =
      kind === 'tableAlias' && scope !== null
        ? scope.relations.some(
            (one) => one.alias === null && one.kind === 'table' && sameName(one.name.parts.at(-1)?.name ?? '', name),
          )
        : false;
    if (rival !== undefined || hidden) return `There is a ${WORDS[kind] ?? 'name'} ${quoteName(name)} there already.`;
  }
  return null;
}

const WORDS: Partial<Readonly<Record<Occurrence['kind'], string>>> = {
  cte: 'common table expression',
  tableAlias: 'table or alias',
  columnAlias: 'column',
  window: 'window',
  variable: 'variable',
  param: 'parameter',
  label: 'label',
  condition: 'condition',
};

const BROKEN = 'broken';

/** Reads the document with the edits: null when every name means what it meant; else what would be different. */
function whatChanges(
  names: DocumentNames,
  places: readonly Place[],
  edits: readonly RenameEdit[],
  picture: CatalogPicture,
): string | null {
  let text = names.document.text;
  for (const { start, end, text: word } of [...edits].reverse()) text = text.slice(0, start) + word + text.slice(end);
  const after = new DocumentNames(new SqlDocument(text), picture);
  const touched = new Set(places.map(({ statement }) => statement.start));
  const statements = names.document.statements;
  if (after.document.statements.length !== statements.length) return BROKEN;
  const renamed = new Set(places.map(({ statement, occurrence }) => `${statement.start} ${occurrence.start}`));
  for (const [i, statement] of statements.entries()) {
    const other = after.document.statements[i];
    if (other === undefined) return BROKEN;
    if (touched.has(statement.start)) {
      if (other.parsed.errors.length > 0) return BROKEN;
    } else if (names.sessionVariables().size === 0) continue;
    const [before, now] = [names.of(statement), after.of(other)];
    if (before.length !== now.length) return BROKEN;
    const indexOf = (list: readonly Occurrence[]) => new Map(list.map(({ start }, at) => [start, at]));
    const [places1, places2] = [indexOf(before), indexOf(now)];
    for (const [at, one] of before.entries()) {
      const two = now[at];
      if (two === undefined) return BROKEN;
      const target = one.target === null ? -1 : (places1.get(one.target.start) ?? -2);
      const target2 = two.target === null ? -1 : (places2.get(two.target.start) ?? -2);
      const isRenamed = renamed.has(`${statement.start} ${one.start}`);
      const key = isRenamed ? null : names.key({ statement, occurrence: one });
      const key2 = isRenamed ? null : after.key({ statement: other, occurrence: two });
      const same = one.kind === two.kind && target === target2 && one.state === two.state && sameKey(key, key2);
      if (!same) return `${quoteName(two.name)} would then mean something else elsewhere in the statement.`;
    }
  }
  return null;
}

/** The key of a parameter holds its statement's place, which may move. */
const sameKey = (a: string | null, b: string | null): boolean =>
  a === b || (a?.startsWith('parameter ') === true && b?.startsWith('parameter ') === true);
