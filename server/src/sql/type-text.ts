import { quoteName } from './names';

/** A type as DDL is written by hand: `struct<id:bigint>` gives `STRUCT<id: BIGINT>`. Names of fields keep their case; never throws. */
export function typeText(type: string): string {
  let text = '';
  let at = 0;
  // Whether a field's name comes next: after `struct<` and the commas directly in it.
  const inStruct: boolean[] = [];
  let isName = false;
  while (at < type.length) {
    // Catalogs write names with blanks in them as they are; the colon ends them.
    const plain = isName ? /^\s*([^:<>,`]+?)\s*(?=:)/su.exec(type.slice(at)) : null;
    if (plain !== null) {
      text += quoteName(plain[1] ?? '');
      at += plain[0].length;
      isName = false;
      continue;
    }
    const word = /^(?:`(?:[^`]|``)*`|'(?:[^'\\]|\\.)*'|[\p{L}\p{N}_$]+|\s+|.)/su.exec(type.slice(at))?.[0] ?? '';
    if (word === '') break;
    at += word.length;
    if (/^\s/.test(word)) {
      if (!/[<(,:\s]$/.test(text)) text += ' ';
    } else if (isName && /^[`\p{L}\p{N}_$]/u.test(word)) {
      text += word.startsWith('`') ? word : quoteName(word);
      isName = false;
    } else if (word === '<') {
      inStruct.push(/struct$/i.test(text));
      isName = inStruct.at(-1) === true;
      text += word;
    } else if (word === '>') {
      inStruct.pop();
      isName = false;
      text = text.trimEnd() + word;
    } else if (word === ',') {
      isName = inStruct.at(-1) === true && !openParen(text);
      text = `${text.trimEnd()},${openParen(text) ? '' : ' '}`;
    } else if (word === ':') text = `${text.trimEnd()}: `;
    else text += /^[`']/.test(word) ? word : word.toUpperCase();
  }
  return text.trim();
}

/** Whether a parenthesis is open, as in `decimal(12,2)`. */
const openParen = (text: string): boolean => text.lastIndexOf('(') > text.lastIndexOf(')');
