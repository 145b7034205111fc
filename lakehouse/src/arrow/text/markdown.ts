/** A table of GitHub Flavored Markdown. */
import { cellKind, formatValue } from '../format';
import { eachRow, pick, zoneOf, type Picked } from './columns';
import type { TextOptions, TextWriter } from './types';

/** Cells show as they are: what Markdown or HTML would read as markup is escaped, a line break becomes `<br>`. */
export function markdownWriter(options: TextOptions): TextWriter {
  const { nullText = 'NULL' } = options;
  let picked: Picked[] = [];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  return {
    head(columns) {
      picked = pick(columns, options);
      const rule = picked.map(({ column }) => (cellKind(column.sparkType) === 'number' ? '---:' : '---'));
      return line(picked.map(({ column }) => markdownText(column.name))) + line(rule);
    },
    rows: (batch, from, to) =>
      eachRow(
        batch,
        picked,
        from,
        to,
        (value, type) => {
          const { kind, text } = formatValue(value, type, zoneOf(type, options));
          return markdownText(kind === 'null' ? nullText : text);
        },
        line,
      ),
    tail: () => '',
  };
}

/** An underscore between letters is no markup, and names are full of them. */
function markdownText(text: string): string {
  return text.replace(/[\\`*~|<>[\]&$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\$&').replace(/\r\n|\r|\n/g, '<br>');
}
