import type { CatalogPicture, Wanted } from '../sql/catalog-picture';
import type { SqlDocument } from '../sql/document';
import { DocumentNames, type Place, sameMeaning } from './names';

/** One place where a name stands, in the document. */
export interface Reference {
  readonly start: number;
  readonly end: number;
  /** It is declared here. */
  readonly declares: boolean;
  /** It is given a value, or its table is changed, here. */
  readonly writes: boolean;
}

export interface ReferencesResult {
  readonly references: readonly Reference[];
  readonly wanted: readonly Wanted[];
}

/** Every place in the document where the same is meant as by the name at an offset; null where there is no name. */
export function references(document: SqlDocument, offset: number, picture: CatalogPicture): ReferencesResult | null {
  const names = new DocumentNames(document, picture);
  const place = names.at(offset);
  if (place === null) return null;
  return { references: sameMeaning(names, place).map(toReference), wanted: names.wanted };
}

function toReference({ statement, occurrence }: Place): Reference {
  const { start, end, declares, kind } = occurrence;
  const { parsed } = statement;
  const writes =
    (kind === 'table' &&
      parsed.tables.some(({ name, purpose }) => purpose !== 'read' && purpose !== 'describe' && isLast(name, start))) ||
    parsed.marks.some(
      ({ role, parts }) =>
        (role === 'targetColumn' || role === 'variable') && parts.some((part) => part.start === start),
    );
  return { start: statement.start + start, end: statement.start + end, declares, writes: writes || declares };
}

const isLast = ({ parts }: { readonly parts: readonly { readonly start: number }[] }, start: number): boolean =>
  parts.some((part) => part.start === start);
