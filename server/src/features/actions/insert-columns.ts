import { isShape } from '../../sql/binder';
import { quoteName, sameName } from '../../sql/names';
import { change, list, type Rewriting, rewrite, touches } from './action';

/** The list of columns behind the table of an INSERT; BY NAME before a query. */
export const addInsertColumns: Rewriting = (place) => {
  const { subject, eol } = place;
  return subject.nodes('insert').flatMap((node) => {
    const { target, columns, byName, partition, headEnd, query } = node;
    if (columns !== null || byName || !touches(place, node) || query === null) return [];
    const actions = [];
    const path = subject.binder.path(target);
    const answer =
      path.kind === 'table' && path.metadata === null && subject.trusts(target) ? subject.binder.tableAt(path) : null;
    const title = 'Add the list of columns';
    if (answer === 'loading' || answer === 'unknown') actions.push(rewrite(title, null));
    else if (isShape(answer) && answer.columns.length > 0) {
      const names = answer.columns
        .filter(
          ({ name }) => !partition.some((one) => one.value !== null && sameName(one.name.parts[0]?.name ?? '', name)),
        )
        .map(({ name }) => quoteName(name));
      const written = list(names, subject.text, headEnd + 2, eol);
      const text = written.startsWith(eol) ? ` (${written}${eol})` : ` (${written})`;
      actions.push(rewrite(title, [change(headEnd, headEnd, text)]));
    }
    const isQuery = query.output.kind === 'select';
    if (isQuery && !/^\s*REPLACE\b/i.test(subject.text.slice(headEnd))) {
      actions.push(rewrite('Insert by name', [change(headEnd, headEnd, ' BY NAME')]));
    }
    return actions;
  });
};
