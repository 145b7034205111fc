import type { Parsed } from '../sql/ast';
import type { SqlDocument } from '../sql/document';

/** A statement that can be run; `explainable` says whether Spark has a plan for it. */
export interface StatementLens {
  readonly start: number;
  readonly end: number;
  readonly explainable: boolean;
}

/** The statements of a document, for what stands above each. */
export function lenses(document: SqlDocument): StatementLens[] {
  return document.statements.map(({ start, end, parsed }) => ({ start, end, explainable: hasPlan(parsed) }));
}

/** Spark explains anything; of what only changes a catalog or the session its plan says nothing. */
function hasPlan({ kind, nodes }: Parsed): boolean {
  switch (kind) {
    case 'query':
    case 'insert':
    case 'update':
    case 'delete':
    case 'merge':
      return true;
    case 'create':
      return nodes.some((node) => node.kind === 'definition' && node.what === 'table' && node.query !== null);
    default:
      return false;
  }
}
