/** What can be done at a place of a document: fixes of what the rules found there, and rewritings of the statement. */
import { type CatalogPicture, trackWanted, type Wanted } from '../sql/catalog-picture';
import type { DocumentStatement, SqlDocument } from '../sql/document';
import { addAlias } from './actions/alias';
import type { CodeAction, Place, Rewriting } from './actions/action';
import { countRows } from './actions/count';
import { wrapInCte } from './actions/cte';
import { addToGroupBy } from './actions/group-by';
import { ignoreActions } from './actions/ignore';
import { addInsertColumns } from './actions/insert-columns';
import { qualifyColumns } from './actions/qualify';
import { quoteIdentifier } from './actions/quote';
import { removals } from './actions/remove';
import { expandStar } from './actions/star';
import { convertTimeTravel } from './actions/time-travel';
import { diagnose, subjectOf } from './diagnostics';
import type { Diagnostic, DiagnosticOptions } from './types';

export type { CodeAction } from './actions/action';

export interface ActionsResult {
  readonly actions: readonly CodeAction[];
  readonly wanted: readonly Wanted[];
}

const rewritings: readonly Rewriting[] = [
  ...[expandStar, addToGroupBy, addInsertColumns, convertTimeTravel, countRows, wrapInCte],
  ...[qualifyColumns, addAlias, quoteIdentifier],
];

/** Rewritings that put right what a rule found. */
const fixing: Readonly<Record<string, readonly Rewriting[]>> = {
  'missing-group-by': [addToGroupBy],
  'insert-column-count': [addInsertColumns],
  'insert-select-star': [expandStar, addInsertColumns],
  'change-without-where': [countRows],
};

/** The actions for a selection; `start` equals `end` for a caret. */
export function actionsAt(
  document: SqlDocument,
  start: number,
  end: number,
  picture: CatalogPicture,
  options: DiagnosticOptions = {},
): ActionsResult {
  const tracked = trackWanted(picture);
  const eol = /\r?\n/.exec(document.text)?.[0] ?? '\n';
  const found = diagnose(document, tracked, options).diagnostics.filter((one) => one.start <= end && start <= one.end);
  const places = document.statements
    .filter((statement) => statement.start <= end && start <= statement.end)
    .map((statement) => placeIn(document, statement, tracked, start, end, eol));
  const fixes = found.flatMap((one) => fixesOf(one, places, document));
  // One statement is rewritten, not several at a time; a broken one is left alone.
  const [place] = places;
  const isWhole = place?.statement.parsed.errors.length === 0 && place.statement.parsed.doubts.length === 0;
  const rewritten = place === undefined || !isWhole ? [] : rewritings.flatMap((make) => make(place));
  const own = place === undefined ? [] : rewritten.map((action) => inDocument(action, place));
  const ignores = found.flatMap((one) => ignoreActions(one, document, eol));
  const actions = unique([...fixes, ...own, ...ignores]);
  return { actions, wanted: tracked.wanted };
}

function placeIn(
  document: SqlDocument,
  statement: DocumentStatement,
  picture: CatalogPicture,
  start: number,
  end: number,
  eol: string,
): Place {
  const subject = subjectOf(document, statement, picture);
  const within = (offset: number): number =>
    Math.min(Math.max(offset, statement.start), statement.end) - statement.start;
  return { document, statement, subject, picture, start: within(start), end: within(end), eol };
}

function fixesOf(diagnostic: Diagnostic, places: readonly Place[], document: SqlDocument): CodeAction[] {
  const { code, replacements = [], start, end } = diagnostic;
  const written = document.text.slice(start, end);
  const meant = code === 'syntax' ? meantWord(diagnostic, written) : replacements;
  const fixes = meant.map((text): CodeAction => ({
    title: `Change to ${text.length > 60 ? `${text.slice(0, 60)}…` : text}`,
    kind: 'quickfix',
    changes: [{ start, end, newText: text }],
    fixes: diagnostic,
    isPreferred: meant.length === 1,
  }));
  const place = places.find(({ statement }) => statement.start <= start && end <= statement.end);
  if (place === undefined) return fixes;
  const here = { ...place, start: start - place.statement.start, end: end - place.statement.start };
  const made = (fixing[code] ?? [])
    .flatMap((make) => make(here))
    .map((action): CodeAction => ({ ...action, kind: 'quickfix', fixes: diagnostic }));
  return [...fixes, ...[...removals(diagnostic, place), ...made].map((action) => inDocument(action, place))];
}

/** The keyword that the message of a syntax error names; backticks for letters that Spark takes only in them. */
function meantWord({ message }: Diagnostic, written: string): string[] {
  if (message.includes('in backticks only')) return [`\`${written}\``];
  const word = /did you mean (\w+)\?$/.exec(message)?.[1];
  if (word === undefined) return [];
  return [written === written.toLowerCase() ? word.toLowerCase() : word];
}

/** Offsets from the statement's start become those of the document. */
function inDocument(action: CodeAction, { statement }: Place): CodeAction {
  if (action.changes === null) return action;
  const changes = action.changes.map(({ start, end, newText }) => ({
    start: start + statement.start,
    end: end + statement.start,
    newText,
  }));
  return { ...action, changes };
}

/** A fix and a rewriting may be the same. */
function unique(actions: readonly CodeAction[]): CodeAction[] {
  const seen = new Set<string>();
  return actions.filter(({ title, changes }) => {
    const key = JSON.stringify([title, changes]);
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}
