/** Splits our own SQL files into statements. */

/**
 * A statement ends where a line ends with `;`, a rule our files keep to. Lines that begin with `--` are left out; the rest
 * is untouched, so a semicolon within a line, a literal say, ends nothing.
 */
export function splitStatements(text: string): string[] {
  const statements: string[] = [];
  let current: string[] = [];
  const finish = (): void => {
    const statement = current.join('\n').trim();
    if (statement !== '') statements.push(statement);
    current = [];
  };
  for (const line of text.split(/\r?\n/)) {
    if (line.trimStart().startsWith('--')) continue;
    const trimmed = line.trimEnd();
    if (trimmed.endsWith(';')) {
      current.push(trimmed.slice(0, -1));
      finish();
    } else {
      current.push(line);
    }
  }
  finish();
  return statements;
}
