/** The cells of a notebook are documents of their own that share a session: what one declares the others may use. */
import { declaredVariables, plain } from '../features/variables';
import type { Diagnostic } from '../features/types';
import type { Documents, OpenDocument } from './documents';

const SCHEME = 'vscode-notebook-cell:';

export function isCell(uri: string): boolean {
  return uri.startsWith(SCHEME);
}

/** The other open cells of the notebook; none for a document that is no cell. */
export function otherCells(documents: Documents, uri: string): OpenDocument[] {
  if (!isCell(uri)) return [];
  const [notebook] = uri.split('#');
  return documents.all().filter(({ text }) => text.uri !== uri && text.uri.split('#')[0] === notebook);
}

/** Without complaints about names that other cells declare as variables. */
export function judgedInNotebook(
  documents: Documents,
  document: OpenDocument,
  faults: readonly Diagnostic[],
): readonly Diagnostic[] {
  const unknown = faults.some(({ code }) => code === 'unknown-column');
  const others = unknown ? otherCells(documents, document.text.uri) : [];
  if (others.length === 0) return faults;
  const declared = new Set(others.flatMap(({ sql }) => declaredVariables(sql)));
  const named = ({ start, end }: Diagnostic): string => plain(document.sql.text.slice(start, end));
  return faults.filter((fault) => fault.code !== 'unknown-column' || !declared.has(named(fault)));
}
