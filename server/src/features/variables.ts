/** The variables that a text declares: other texts of the same session may use them. */
import type { SqlDocument } from '../sql/document';

const NAME = '(?:[\\p{L}_][\\p{L}\\p{N}_]*|`(?:[^`]|``)+`)';
const DECLARE = new RegExp(
  `^declare\\s+(?:or\\s+replace\\s+)?(?:(?:variable|var)\\s+)?(${NAME}(?:\\s*,\\s*${NAME})*)`,
  'iu',
);

/** Their names in lower case, without backticks. */
export function declaredVariables({ statements }: SqlDocument): string[] {
  return statements.flatMap(({ text }) => {
    const [, names] = DECLARE.exec(text.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ').trimStart()) ?? [];
    return names === undefined ? [] : [...names.matchAll(new RegExp(NAME, 'gu'))].map(([name]) => plain(name));
  });
}

/** A name as `declaredVariables` has it. */
export function plain(name: string): string {
  return name.replace(/^`|`$/g, '').replaceAll('``', '`').toLowerCase();
}
