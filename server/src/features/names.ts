/** The names of a document and which of them mean the same. */
import type { Parsed } from '../sql/ast';
import { Binder } from '../sql/binder';
import { type CatalogPicture, trackWanted, type TrackedPicture, type Wanted } from '../sql/catalog-picture';
import type { DocumentStatement, SqlDocument } from '../sql/document';
import { type Occurrence, occurrencesOf, tableKey } from '../sql/occurrences';
import { Memo } from './memo';

const kept = new WeakMap<SqlDocument, Memo<Parsed, readonly Occurrence[]>>();

/** The names of a document under one picture of the catalogs; those of a statement are found once and kept. */
export class DocumentNames {
  readonly binder: Binder;
  private readonly tracked: TrackedPicture;
  private readonly memo: Memo<Parsed, readonly Occurrence[]>;
  private variables: ReadonlySet<string> | null = null;

  constructor(
    readonly document: SqlDocument,
    picture: CatalogPicture,
  ) {
    this.memo = kept.get(document) ?? new Memo();
    kept.set(document, this.memo);
    this.tracked = trackWanted(picture);
    this.binder = new Binder(this.memo.open(this.tracked));
  }

  get wanted(): readonly Wanted[] {
    return this.tracked.wanted;
  }

  of({ parsed }: DocumentStatement): readonly Occurrence[] {
    return this.memo.get(parsed, '', () => occurrencesOf(parsed, this.binder));
  }

  /** The name at an offset, at its end too; the statement it is in. */
  at(offset: number): Place | null {
    const { statements } = this.document;
    const statement = statements.find(({ start, end }) => offset >= start && offset <= end);
    if (statement === undefined) return null;
    const at = offset - statement.start;
    const found = this.of(statement).filter(({ start, end }) => at >= start && at <= end);
    const occurrence = found.find(({ end }) => at < end) ?? found[0];
    return occurrence === undefined ? null : { statement, occurrence };
  }

  /** The names of the session variables that the document declares, in lower case. */
  sessionVariables(): ReadonlySet<string> {
    if (this.variables === null) {
      const found = new Set<string>();
      for (const { parsed } of this.document.statements) {
        if (parsed.kind === 'script') continue;
        for (const { role, declares, parts } of parsed.marks)
          if (role === 'variable' && declares) found.add((parts[parts.length - 1]?.name ?? '').toLowerCase());
      }
      this.variables = found;
    }
    return this.variables;
  }

  /** A session variable is what nothing nearer is called. `certain` unless a table that is not known may have such a column. */
  sessionVariable({ occurrence }: Place): { readonly name: string; readonly certain: boolean } | null {
    const { kind, state, target, scope } = occurrence;
    const name = occurrence.name.toLowerCase();
    if (kind === 'variable') return target === null || occurrence.declares ? { name, certain: true } : null;
    if (kind !== 'column' || state === 'known' || !this.sessionVariables().has(name)) return null;
    return { name, certain: !this.binder.mayBeColumn(scope) };
  }

  /** What a name is called beyond its statement, the same wherever it means the same; null when it means nothing there. */
  key(place: Place): string | null {
    const { statement, occurrence } = place;
    const { kind, table } = occurrence;
    const name = occurrence.name.toLowerCase();
    const variable = statement.parsed.kind === 'script' && occurrence.declares ? null : this.sessionVariable(place);
    if (variable !== null) return `variable ${variable.name}`;
    switch (kind) {
      case 'catalog':
      case 'function':
      case 'procedure':
        return `${kind} ${name}`;
      case 'table':
        return table === null ? null : `table ${tableKey(table)}`;
      case 'column':
        return table === null ? null : `column ${tableKey(table)} ${name}`;
      case 'parameter':
        return `parameter ${name} ${statement.start}`;
      default:
        return null;
    }
  }
}

export interface Place {
  readonly statement: DocumentStatement;
  readonly occurrence: Occurrence;
}

/** All places where the same is meant, in the order of the text; the given one is among them. */
export function sameMeaning(names: DocumentNames, place: Place): readonly Place[] {
  const keys = new Set<string>();
  const found = new Map<string, Place>();
  const idOf = ({ statement, occurrence }: Place): string => `${statement.start} ${occurrence.start}`;
  const inStatement = (first: Place): void => {
    const { statement } = first;
    const group = groups(names.of(statement));
    const root = group(first.occurrence.start);
    for (const occurrence of names.of(statement)) {
      if (group(occurrence.start) !== root) continue;
      const one = { statement, occurrence };
      found.set(idOf(one), one);
      const key = names.key(one);
      if (key !== null) keys.add(key);
    }
  };
  inStatement(place);
  for (let before = -1; before !== keys.size;) {
    before = keys.size;
    if (before === 0) break;
    for (const statement of names.document.statements) {
      for (const occurrence of names.of(statement)) {
        const one = { statement, occurrence };
        const key = found.has(idOf(one)) ? null : names.key(one);
        if (key !== null && keys.has(key)) inStatement(one);
      }
    }
  }
  return [...found.values()].sort(
    (a, b) => a.statement.start - b.statement.start || a.occurrence.start - b.occurrence.start,
  );
}

/** Which names of a statement hang together: a use and where its name was given, an item without an alias and its column. */
function groups(occurrences: readonly Occurrence[]): (start: number) => number {
  const parents = new Map<number, number>();
  const root = (start: number): number => {
    let at = start;
    for (let up = parents.get(at); up !== undefined; up = parents.get(at)) at = up;
    return at;
  };
  for (const { start, target } of occurrences) {
    if (target === null) continue;
    const [a, b] = [root(start), root(target.start)];
    if (a !== b) parents.set(Math.max(a, b), Math.min(a, b));
  }
  return root;
}
