/** A plain SQL script as a notebook: a cell a statement. Where the statements are is the language server's answer. */
import {
  CELL_LANGUAGE,
  commented,
  denormalised,
  isSql,
  normalised,
  shapeOf,
  withShape,
  type Cell,
  type FileShape,
} from './cells';
import type { NotebookText } from './format';

/** A part of the text that is one cell: offsets; together the parts are the text. */
export interface Part {
  readonly start: number;
  readonly end: number;
  readonly open: number | null;
}

export type Split = (text: string) => Promise<readonly Part[]>;

export async function parseScript(text: string, split: Split): Promise<NotebookText> {
  const { bom, eol, body } = shapeOf(text);
  if (body === '') return { cells: [], shape: { bom, eol, head: '', count: 0 } };
  const parts = await split(body);
  const whole = parts.length > 0 ? parts : [{ start: 0, end: body.length, open: null }];
  const cells = whole.map(({ start, end, open }, index): Cell => {
    const raw = body.slice(start, end);
    return { language: CELL_LANGUAGE, text: shown(raw), raw, index, open: open === null ? null : open - start };
  });
  return { cells, shape: { bom, eol, head: '', count: cells.length } };
}

/**
 * The script's text: to the letter what was read where a cell is unchanged. A cell whose statement lacks its semicolon gets
 * one as soon as another follows.
 */
export async function printScript(cells: readonly Cell[], shape: FileShape, split: Split): Promise<string> {
  let text = '';
  let before: Cell | undefined;
  for (const [position, cell] of cells.entries()) {
    const followed = cells.slice(position + 1).some((later) => isSql(later.language) && later.text.trim() !== '');
    const { lead, body, trail } = await piece(cell, shape, followed, split);
    const neighbours = before?.index !== undefined && cell.index === before.index + 1;
    if (text !== '' && !neighbours && !/[\r\n]$/.test(text)) text += shape.eol;
    text += (cell.raw === undefined && text !== '' ? shape.eol : '') + lead + body + trail;
    before = cell;
  }
  return withShape(text, shape);
}

async function piece(cell: Cell, shape: FileShape, followed: boolean, split: Split) {
  const { raw, language, text } = cell;
  const unchanged = raw !== undefined && language === CELL_LANGUAGE && shown(raw) === text;
  const lead = raw === undefined ? '' : (/^(?:[^\S\n]*\n)*/.exec(raw)?.[0] ?? '');
  const trail = raw === undefined ? shape.eol : (/\s*$/.exec(raw.slice(lead.length))?.[0] ?? '');
  const bare = unchanged
    ? raw.slice(lead.length, raw.length - trail.length)
    : denormalised(commentedUnlessSql(cell), shape);
  if (!followed || !isSql(language)) return { lead, body: bare, trail };
  const open = unchanged && cell.open !== undefined ? offsetIn(cell.open, lead) : await openAt(bare, split);
  const body = open === null ? bare : `${bare.slice(0, open)};${bare.slice(open)}`;
  return { lead, body, trail };
}

function offsetIn(open: number | null, lead: string): number | null {
  return open === null ? null : open - lead.length;
}

/** Where a semicolon is missing. A server that is not there must not keep anyone from saving: then by the last sign. */
async function openAt(text: string, split: Split): Promise<number | null> {
  try {
    return (await split(text)).at(-1)?.open ?? null;
  } catch {
    const end = text.trimEnd().length;
    return end === 0 || text.charAt(end - 1) === ';' ? null : end;
  }
}

function commentedUnlessSql({ language, text }: Cell): string {
  return isSql(language) ? text : commented(text);
}

/** What the cell shows of its part of the file: blank lines around it stay in the file. */
function shown(raw: string): string {
  return normalised(raw)
    .replace(/^(?:[^\S\n]*\n)+/, '')
    .trimEnd();
}
