/** Names as Spark SQL writes them. */

/** Words that cannot stand as a bare name everywhere in Spark SQL, of the reserved list of its ANSI mode. */
const RESERVED = new Set(
  `all and anti any as authorization both by case cast check collate column constraint create cross current_date
  current_time current_timestamp current_user distinct else end escape except exists false fetch filter for foreign from
  full grant group having in inner intersect into is join lateral leading left minus natural not null offset on only or
  order outer overlaps primary references right select semi session_user some table then time to trailing true union
  unique unknown user using values when where with within`.split(/\s+/),
);

/** One part of a name, in backticks where it needs them. */
export function quotePart(name: string): string {
  const bare = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !RESERVED.has(name.toLowerCase());
  return bare ? name : `\`${name.replaceAll('`', '``')}\``;
}

export function quoteName(parts: readonly string[]): string {
  return parts.map(quotePart).join('.');
}

/** The parts of the (dotted, perhaps quoted) name that touches `column` of a line; empty when there is none. */
export function nameAt(line: string, column: number): readonly string[] {
  const name = /(?:`(?:[^`]|``)*`|[\p{L}\p{N}_]+)(?:\.(?:`(?:[^`]|``)*`|[\p{L}\p{N}_]+))*/gu;
  for (const match of line.matchAll(name)) {
    if (match.index > column) break;
    if (column <= match.index + match[0].length) return parts(match[0]);
  }
  return [];
}

function parts(name: string): readonly string[] {
  return [...name.matchAll(/`((?:[^`]|``)*)`|([^.`]+)/g)].map(([, quoted, bare]) =>
    quoted === undefined ? (bare ?? '') : quoted.replaceAll('``', '`'),
  );
}
