import { change, type Rewriting, rewrite, touches } from './action';

/** The rows that a DELETE or UPDATE is about, counted: before it, or instead of a DELETE. */
export const countRows: Rewriting = (place) => {
  const { subject, eol } = place;
  return subject.parsed.nodes.flatMap((node) => {
    if ((node.kind !== 'delete' && node.kind !== 'update') || !touches(place, node)) return [];
    // What WITH names is part of the statement.
    if (!/^(?:DELETE|UPDATE)\b/i.test(subject.text) || subject.parsed.kind === 'script') return [];
    const { target, where } = node;
    const alias = target.alias === null ? '' : ` ${subject.slice(target.alias)}`;
    const filter = where === null ? '' : ` WHERE ${subject.slice(where)}`;
    const count = `SELECT count(*) FROM ${subject.slice(target.name)}${alias}${filter}`;
    const before = rewrite('Count the rows first', [change(node.start, node.start, `${count};${eol}`)]);
    const instead = rewrite('Turn into SELECT count(*)', [change(node.start, node.end, count)]);
    return node.kind === 'delete' ? [before, instead] : [before];
  });
};
