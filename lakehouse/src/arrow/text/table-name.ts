const PART = '(?:[A-Za-z_][A-Za-z0-9_]*|`(?:[^`]|``)+`)';
const TABLE_NAME = new RegExp(`^${PART}(?:\\.${PART})*$`);

/** Whether `text` names a table as SQL writes it: parts with dots between, each plain or in backticks. */
export function isTableName(text: string): boolean {
  return TABLE_NAME.test(text);
}
