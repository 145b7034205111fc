/** Addresses in a document that an editor can open: on the web, and files beside it. */
import type { SqlDocument } from '../sql/document';
import { T } from '../sql/token-kinds';

export interface LinkSpan {
  readonly start: number;
  readonly end: number;
  /** `web`: the address itself. `file`: a path relative to the document, or an absolute one. */
  readonly kind: 'web' | 'file';
  readonly target: string;
}

const WEB = /https?:\/\/[^\s<>"'`]+/gi;
/** `see` or a word like it before a path, as in `-- see ../models/orders.sql`. */
const FILE =
  /\b(?:see|file|include|source):?\s+([^\s'"<>`]+\.(?:sql|sparksql|md|txt|json|ya?ml|py|csv|ipynb))(?![\w/])/gi;

/** In comments and strings only; whether a file is there, whoever has a disk says. Names of objects in a store lead nowhere. */
export function links({ tokens, text }: SqlDocument): LinkSpan[] {
  const found: LinkSpan[] = [];
  for (const { start, end } of tokens.comments) {
    const comment = text.slice(start, end);
    web(comment, start, found);
    for (const match of comment.matchAll(FILE)) {
      const path = match[1] ?? '';
      if (path.includes('://')) continue;
      const at = start + match.index + match[0].length - path.length;
      found.push({ start: at, end: at + path.length, kind: 'file', target: path });
    }
  }
  for (let at = 0; at < tokens.count; at++) {
    if (tokens.kinds[at] !== Number(T.String)) continue;
    const [start, end] = [tokens.starts[at] ?? 0, tokens.ends[at] ?? 0];
    // Most strings are short and hold no address.
    if (end - start > 10 && text.slice(start, end).includes('://')) web(text.slice(start, end), start, found);
  }
  return found.sort((a, b) => a.start - b.start);
}

function web(piece: string, base: number, found: LinkSpan[]): void {
  for (const match of piece.matchAll(WEB)) {
    const address = trimmed(match[0]);
    if (!URL.canParse(address) || address.length < 'http://a'.length) continue;
    const start = base + match.index;
    found.push({ start, end: start + address.length, kind: 'web', target: address });
  }
}

/** Without the signs of the sentence around it, and a closing bracket that was opened before it. */
function trimmed(address: string): string {
  let end = address.length;
  for (; end > 0; end--) {
    const sign = address.charAt(end - 1);
    if (/[.,;:!?*]/.test(sign)) continue;
    const open = sign === ')' ? '(' : sign === ']' ? '[' : sign === '}' ? '{' : null;
    const before = address.slice(0, end);
    if (open === null || before.split(open).length >= before.split(sign).length) break;
  }
  return address.slice(0, end);
}
