import { ungrouped } from '../rules/missing-group-by';
import { change, type Rewriting, rewrite } from './action';
import { selectAt } from './qualify';

/** The columns that stand beside aggregates, into GROUP BY. */
export const addToGroupBy: Rewriting = (place) => {
  const node = selectAt(place);
  const { subject } = place;
  if (node === null || !subject.isCertain) return [];
  const texts = [...new Set(ungrouped(node, subject).map((column) => subject.slice(column)))];
  if (texts.length === 0) return [];
  const title = `Add ${texts.join(', ')} to GROUP BY`;
  const { groupBy, having, end } = node;
  if (groupBy !== null) return [rewrite(title, [change(groupBy.end, groupBy.end, `, ${texts.join(', ')}`)])];
  // Between FROM and what follows, where that is plain to see.
  if (having !== null || /\bWINDOW\b/i.test(subject.slice(node))) return [];
  const newline = subject.slice(node).includes('\n') ? place.eol : ' ';
  return [rewrite(title, [change(end, end, `${newline}GROUP BY ${texts.join(', ')}`)])];
};
