const MASKED = "'***'";

/** Up to and with the next thing that may hold a quote: a comment, a string, a quoted name; words keep `bar'x'` from being `r'x'`. */
const PART =
  /--[^\n]*|(\/\*)|(r'[^']*(?:'|$)|r"[^"]*(?:"|$)|'(?:[^'\\]|\\[\s\S])*(?:'|\\?$)|"(?:[^"\\]|\\[\s\S])*(?:"|\\?$))|`(?:[^`]|``)*(?:`|$)|[\p{L}\p{N}_]+/giu;

/** The statement with every string literal as `'***'`; names, numbers and comments stay. One left open is masked to the end. */
export function maskLiterals(sql: string): string {
  const pattern = new RegExp(PART);
  let masked = '';
  let kept = 0;
  for (let match = pattern.exec(sql); match !== null; match = pattern.exec(sql)) {
    const [, comment, literal] = match;
    if (comment !== undefined) pattern.lastIndex = commentEnd(sql, match.index);
    if (literal === undefined) continue;
    masked += sql.slice(kept, match.index) + MASKED;
    kept = pattern.lastIndex;
  }
  return masked + sql.slice(kept);
}

/** Where the comment that begins at `start` ends: Spark's comments nest. */
function commentEnd(sql: string, start: number): number {
  const edges = /\/\*|\*\//g;
  edges.lastIndex = start;
  let depth = 0;
  for (let edge = edges.exec(sql); edge !== null; edge = edges.exec(sql)) {
    depth += edge[0] === '/*' ? 1 : -1;
    if (depth === 0) return edges.lastIndex;
  }
  return sql.length;
}
