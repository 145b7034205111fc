/** The first look at a statement: does it read, or may it change something? */

const COMMENTS = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[^]*?\*\/|\()*/;

/**
 * True for what can only be a query. Such a statement is executed in one round trip; all else goes as a command, which
 * the server runs once and answers with its rows or with the query to read. A wrong `false` costs a round trip, no more.
 */
export function isPlainQuery(sql: string): boolean {
  const text = sql.replace(COMMENTS, '');
  const word = /^[a-z]+/i.exec(text)?.[0].toLowerCase();
  if (word === 'select' || word === 'values' || word === 'table') return true;
  if (word !== 'with' && word !== 'from') return false;
  return !/\b(?:insert|update|delete|merge)\b/i.test(text);
}
