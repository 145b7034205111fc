import type { SqlFunction } from '../sql/language/functions';
import { code, escapeText } from './markdown';

/** What a function does, with an example, as Markdown. */
export function functionText({ what, example, since }: SqlFunction): string {
  const lines = [escapeText(what)];
  if (example !== null)
    lines.push(fenced(example.result === null ? example.sql : `${example.sql}\n-- ${example.result}`));
  if (since > '4.0') lines.push(`Since Spark ${code(since)}`);
  return lines.join('\n\n');
}

const fenced = (sql: string): string => `\`\`\`sql\n${sql}\n\`\`\``;
