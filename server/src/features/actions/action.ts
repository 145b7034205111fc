import type { CatalogPicture } from '../../sql/catalog-picture';
import type { DocumentStatement, SqlDocument } from '../../sql/document';
import type { TextChange } from '../format';
import type { Subject } from '../rules/subject';
import type { Diagnostic } from '../types';

export type ActionKind = 'quickfix' | 'refactor.rewrite';

export interface CodeAction {
  readonly title: string;
  readonly kind: ActionKind;
  /** In order; they do not overlap. Null while the catalogs lack something for it: asked again it is there, or not at all. */
  readonly changes: readonly TextChange[] | null;
  /** What it puts right. */
  readonly fixes?: Diagnostic;
  /** The one that is most likely meant. */
  readonly isPreferred?: boolean;
}

/** A statement and the part of it that is selected, by offsets from its start. A caret is an empty selection. */
export interface Place {
  readonly document: SqlDocument;
  readonly statement: DocumentStatement;
  readonly subject: Subject;
  readonly picture: CatalogPicture;
  readonly start: number;
  readonly end: number;
  readonly eol: string;
}

/** A rewriting of a statement: what can be done at a place. Its offsets are the statement's. */
export type Rewriting = (place: Place) => readonly CodeAction[];

export const change = (start: number, end: number, newText: string): TextChange => ({ start, end, newText });

export const rewrite = (title: string, changes: readonly TextChange[] | null): CodeAction => ({
  title,
  kind: 'refactor.rewrite',
  changes,
});

/** Whether the selection touches a span. */
export const touches = (place: { start: number; end: number }, span: { start: number; end: number }): boolean =>
  span.start <= place.end && place.start <= span.end;

/** The blanks that the line of an offset begins with. */
export function indentAt(text: string, offset: number): string {
  const line = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(line))?.[0] ?? '';
}

/** A list on one line where it fits, else one name a line, indented by two more than the line it begins on. */
export function list(names: readonly string[], text: string, offset: number, eol: string): string {
  const line = names.join(', ');
  const column = offset - (text.lastIndexOf('\n', offset - 1) + 1);
  if (column + line.length <= WIDTH) return line;
  const indent = `${eol}${indentAt(text, offset)}  `;
  return `${indent}${names.join(`,${indent}`)}`;
}

const WIDTH = 100;
