import type { Ident } from '../../sql/ast';
import { quoteName } from '../../sql/names';
import { change, type Place, type Rewriting, rewrite } from './action';

/** Backticks around the name at the caret, or away from it where it needs none. */
export const quoteIdentifier: Rewriting = (place) => {
  const part = nameAt(place);
  if (part === null) return [];
  const written = place.subject.slice(part);
  if (!written.startsWith('`')) {
    const quoted = `\`${part.name.replaceAll('`', '``')}\``;
    return [rewrite(`Quote ${part.name}`, [change(part.start, part.end, quoted)])];
  }
  const plain = quoteName(part.name);
  return plain.startsWith('`')
    ? []
    : [rewrite(`Take the backticks from ${part.name}`, [change(part.start, part.end, plain)])];
};

/** The name at the caret: of a table, a column, an alias, what is defined. No function's, no keyword. */
function nameAt({ subject: { parsed }, start, end }: Place): Ident | null {
  const isHere = (part: Ident): boolean =>
    part.name !== '' && part.start <= start && end <= part.end && part.end > part.start;
  for (const { name } of [...parsed.tables, ...parsed.columns]) {
    const found = name.parts.find(isHere);
    if (found !== undefined) return found;
  }
  for (const { role, parts } of parsed.marks) {
    if (unquotable.has(role)) continue;
    const found = parts.find(isHere);
    if (found !== undefined) return found;
  }
  return null;
}

const unquotable: ReadonlySet<string> = new Set([
  'function',
  'procedure',
  'argument',
  'property',
  'label',
  'parameter',
]);
