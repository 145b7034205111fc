/** Where the name of a column matters beyond the names that mean it. */
import type { Ident } from '../sql/ast';
import { T } from '../sql/token-kinds';
import { lex } from '../sql/lexer';
import type { DocumentNames, Place } from './names';

const QUERY: ReadonlySet<number> = new Set([T.SELECT, T.WITH, T.VALUES, T.FROM, T.LParen]);

/** Why a column's alias has to stay; null when it need not. */
export function whyColumnStays(names: DocumentNames, places: readonly Place[], quoted: string): string | null {
  const [first] = places;
  if (first === undefined) return null;
  const { statement } = first;
  const { parsed, text } = statement;
  const starts = new Set(places.map(({ occurrence }) => occurrence.start));
  const hasPlace = (origin: Ident | null): boolean => origin !== null && starts.has(origin.start);
  for (const node of parsed.nodes) {
    if (node.kind === 'insert' && node.byName && node.query !== null) {
      if (names.binder.outputOf(node.query.output).columns.some(({ origin }) => hasPlace(origin)))
        return `INSERT … BY NAME finds the column of the table by the name ${quoted}.`;
    }
  }
  const tokens = lex(text);
  for (let at = 0; at < tokens.count; at++) {
    const kind = tokens.kinds[at] as T;
    const next = tokens.kinds[at + 1] as T;
    if (kind === T.NATURAL) return `NATURAL JOIN goes by the names of columns: ${quoted} may be one of them.`;
    if (parsed.kind === 'merge' && (kind === T.SET || kind === T.INSERT) && next === T.Star)
      return `MERGE with * finds the column of the table by the name ${quoted}.`;
    // What MERGE takes may be a query in parentheses.
    if (kind === T.USING && next === T.LParen && !QUERY.has(tokens.kinds[at + 2] ?? 0)) {
      for (let of = at + 2; of < tokens.count && tokens.kinds[of] !== Number(T.RParen); of++)
        if (starts.has(tokens.starts[of] ?? -1)) return `USING (${quoted}) names a column of both tables.`;
    }
  }
  const opaque = names
    .of(statement)
    .find((one) => one.state === 'uncertain' && one.scope?.opaque === true && sameWord(one.name, first));
  return opaque === undefined ? null : `PIVOT or TRANSFORM makes it uncertain what else ${quoted} means.`;
}

const sameWord = (name: string, { occurrence }: Place): boolean => name.toLowerCase() === occurrence.name.toLowerCase();
