import type { Diagnostic } from '../types';
import { change, type CodeAction, type Place } from './action';

/** What a rule calls needless, taken out: a CTE, an ORDER BY, PURGE, CASCADE. */
export function removals(diagnostic: Diagnostic, place: Place): CodeAction[] {
  const { subject, statement } = place;
  const start = diagnostic.start - statement.start;
  const end = diagnostic.end - statement.start;
  const fix = (title: string, from: number, to: number): CodeAction => ({
    title,
    kind: 'quickfix',
    changes: [change(from, to, '')],
    fixes: diagnostic,
    isPreferred: true,
  });
  /** With the blanks before it. */
  const blanks = (at: number): number => at - (/\s*$/.exec(subject.text.slice(0, at))?.[0].length ?? 0);
  switch (diagnostic.code) {
    case 'drop-purge':
    case 'drop-cascade':
      return [fix(`Remove ${subject.text.slice(start, end)}`, blanks(start), end)];
    case 'order-in-subquery':
      return [fix('Remove ORDER BY', blanks(start), end)];
    case 'unused-cte':
      return removedCte(place, start).map(([from, to]) => fix('Remove the CTE', from, to));
    default:
      return [];
  }
}

function removedCte({ subject }: Place, start: number): [number, number][] {
  const all = subject.nodes('cte');
  const node = all.find(({ cte }) => cte.name.start === start);
  if (node === undefined) return [];
  const list = all.filter(({ scope }) => scope === node.scope).sort((a, b) => a.start - b.start);
  const at = list.indexOf(node);
  const [before, after] = [list[at - 1], list[at + 1]];
  if (before !== undefined) return [[before.end, node.end]];
  if (after !== undefined) return [[node.start, after.start]];
  const head = /\bWITH\s+(?:RECURSIVE\s+)?$/i.exec(subject.text.slice(0, node.start));
  const tail = /^\s*/.exec(subject.text.slice(node.end))?.[0].length ?? 0;
  return head === null ? [] : [[head.index, node.end + tail]];
}
