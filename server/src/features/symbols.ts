/** The outline of a document: its statements, their CTEs and columns, the blocks of scripts. */
import type { Block, Mark, Output, Parsed } from '../sql/ast';
import type { SqlDocument } from '../sql/document';
import { lex, type Tokens } from '../sql/lexer';
import { nameText } from '../sql/names';
import { clip, titleOf } from './symbol-titles';

export type SymbolKind =
  | 'query'
  | 'change'
  | 'table'
  | 'view'
  | 'namespace'
  | 'function'
  | 'cte'
  | 'column'
  | 'variable'
  | 'block'
  | 'setting';

export interface SymbolItem {
  readonly name: string;
  readonly detail: string;
  readonly kind: SymbolKind;
  /** All of it. */
  readonly start: number;
  readonly end: number;
  /** Its name, or where the editor goes when it is chosen; within. */
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly children: readonly SymbolItem[];
}

/** What was found of a statement, with the statement's own offsets. */
const kept = new WeakMap<Parsed, SymbolItem>();

export function symbols(document: SqlDocument): SymbolItem[] {
  return document.statements.map(({ parsed, text, start, stop, closed, end }) => {
    const known = kept.get(parsed) ?? statementSymbol(parsed, text);
    kept.set(parsed, known);
    return { ...moved(known, start), end: closed ? stop + 1 : end };
  });
}

function moved(item: SymbolItem, by: number): SymbolItem {
  return {
    ...item,
    start: item.start + by,
    end: item.end + by,
    nameStart: item.nameStart + by,
    nameEnd: item.nameEnd + by,
    children: item.children.map((child) => moved(child, by)),
  };
}

/** A symbol that may still get children. */
interface Draft extends SymbolItem {
  readonly children: Draft[];
}

function statementSymbol(parsed: Parsed, text: string): SymbolItem {
  const tokens = lex(text);
  const whole = draftOf(parsed, tokens, 0, text.length, null, parsed.kind === 'script');
  const drafts: Draft[] = [];
  for (const block of parsed.blocks) drafts.push(blockDraft(block, parsed, tokens));
  for (const mark of parsed.marks) drafts.push(...markDrafts(mark, text));
  // Larger ones first, so that each finds the one around it.
  drafts.sort((a, b) => a.start - b.start || b.end - a.end);
  const around: Draft[] = [whole];
  for (const draft of drafts) {
    while (around.length > 1 && draft.start >= (around[around.length - 1]?.end ?? 0)) around.pop();
    const parent = around[around.length - 1] ?? whole;
    // A statement that is missing in a script has no words; an editor takes no symbol without a name.
    if (draft.name === '' || isDeclared(draft, parent)) continue;
    parent.children.push(draft);
    around.push(draft);
  }
  return whole;
}

/** `DECLARE x` in a script is a statement and a variable at once: one of them is enough. */
const isDeclared = (draft: Draft, parent: Draft): boolean =>
  draft.kind === 'variable' && parent.kind === 'variable' && draft.children.length === 0;

function draftOf(
  parsed: Parsed,
  tokens: Tokens,
  start: number,
  end: number,
  label: Block['label'],
  isBlock: boolean,
): Draft {
  const title = titleOf(parsed, tokens, start, end, isBlock);
  const name = label === null ? title.name : `${nameText([label])}: ${title.name}`;
  return { ...title, name, start, end, children: [] };
}

function blockDraft({ kind, label, start, end }: Block, parsed: Parsed, tokens: Tokens): Draft {
  return draftOf(parsed, tokens, start, end, label, kind !== 'statement');
}

function markDrafts(mark: Mark, text: string): Draft[] {
  const [first] = mark.parts;
  const last = mark.parts[mark.parts.length - 1];
  if (!mark.declares || first === undefined || last === undefined || first.end === first.start) return [];
  const place = { start: first.start, end: Math.max(mark.end, last.end), nameStart: first.start, nameEnd: last.end };
  const name = nameText(mark.parts);
  switch (mark.role) {
    case 'cte': {
      const cte = mark.of !== null && 'query' in mark.of ? mark.of : null;
      const named = (cte?.columns ?? []).map((ident) => leaf(nameText([ident]), ident));
      const given = cte?.query === null || cte?.query === undefined ? [] : outputDrafts(cte.query.output);
      return [{ name, detail: '', kind: 'cte', ...place, children: [] }, ...(named.length > 0 ? named : given)];
    }
    case 'columnName': {
      const detail = text.slice(last.end, place.end).replace(/\s+/g, ' ').trim();
      return [{ name, detail: clip(detail, 60), kind: 'column', ...place, children: [] }];
    }
    case 'variable': {
      const detail = text.slice(last.end, place.end).replace(/\s+/g, ' ').trim();
      return [{ name, detail: clip(detail, 60), kind: 'variable', ...place, children: [] }];
    }
    default:
      return [];
  }
}

/** The columns that a query gives, as far as it names them. */
function outputDrafts(output: Output): Draft[] {
  if (output.kind !== 'select') return [];
  return output.items.flatMap(({ expr, alias }) => {
    const name = alias ?? (expr.kind === 'column' ? expr.name.parts[expr.name.parts.length - 1] : undefined);
    return name === undefined || name.end === name.start ? [] : [leaf(nameText([name]), name)];
  });
}

const leaf = (name: string, { start, end }: { readonly start: number; readonly end: number }): Draft => ({
  ...{ name, detail: '', kind: 'column', start, end, nameStart: start, nameEnd: end, children: [] },
});
