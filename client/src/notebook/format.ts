/**
 * The text of a `.lakehouse-sql` file: an SQL script that any Spark runs, with the cells marked by comments.
 *
 *     -- %% [markdown]
 *     -- # Orders
 *
 *     -- %%
 *     SELECT count(*) FROM hive_prod.sales.orders
 *     ;
 *
 * A line `-- %%` begins a cell; in brackets stands its language where that is not Spark SQL, behind it may stand any words.
 * What is not SQL is commented out. A statement that its cell leaves open is closed by a semicolon on a line of its own,
 * which is no part of the cell. A line of a cell that looks like a marker gets a backslash: `-- \%%`.
 */
import {
  CELL_LANGUAGE,
  commented,
  denormalised,
  isSql,
  normalised,
  shapeOf,
  uncommented,
  withShape,
  type Cell,
  type FileShape,
} from './cells';

// `^` and `$` know line breaks that neither SQL nor an editor does, such as U+2028: what stands beside is said in full.
const MARKER = /(?<![^\r\n])-- %%(?:[^\S\r\n][^\r\n]*)?(?![^\r\n])/g;
const MARKER_PARTS = /^-- %%(?:[^\S\n]+\[([\w.+#-]+)\])?(?:[^\S\n]+([^\n]*?))?[^\S\n]*$/;
const LOOKS_LIKE_MARKER = /(?<![^\n])-- (?=\\*%%(?:\s|$))/g;
const ESCAPED = /(?<![^\n])-- \\(?=\\*%%(?:\s|$))/g;
const OUTPUT = 'output';
/** Characters of a line of a saved output. */
const OUTPUT_LINE = 120;

export interface NotebookText {
  readonly cells: readonly Cell[];
  readonly shape: FileShape;
}

/** Reads any text: one without markers is one cell. Never throws. */
export function parseNotebook(text: string): NotebookText {
  const { bom, eol, body } = shapeOf(text);
  const segments = splitAtMarkers(body);
  const cells: Cell[] = [];
  let head = '';
  segments.forEach((raw, position) => {
    const last = position === segments.length - 1;
    if (position === 0 && raw.trim() === '' && !hasMarker(raw)) {
      head = raw;
      return;
    }
    const cell = parseSegment(raw, last);
    const owner = cells.at(-1);
    if (cell.language === OUTPUT && owner !== undefined && owner.outputs === undefined) {
      cells[cells.length - 1] = { ...owner, outputs: cell.text.replaceAll('\n', '') };
    } else {
      cells.push({ ...cell, raw, index: cells.length });
    }
  });
  return { cells, shape: { bom, eol, head, count: cells.length } };
}

/** The file's text. Cells that are as they were read are written as they were. */
export function printNotebook(cells: readonly Cell[], shape: FileShape): string {
  const pieces: string[] = [];
  cells.forEach((cell, index) => {
    const last = index === cells.length - 1 && cell.outputs === undefined;
    const { raw } = cell;
    const first = index === 0 && shape.head === '';
    if (raw !== undefined && isStill(raw, cell, first, last)) {
      // Behind the last cell of a file there was no empty line.
      pieces.push(!last && cell.index === shape.count - 1 ? withGap(raw, shape) : raw);
    } else pieces.push(denormalised(printSegment(cell, last), shape));
    if (cell.outputs !== undefined) {
      const lines = cell.outputs.match(new RegExp(`[^]{1,${OUTPUT_LINE}}`, 'g')) ?? [];
      const saved = { language: OUTPUT, text: lines.join('\n') };
      pieces.push(denormalised(printSegment(saved, index === cells.length - 1), shape));
    }
  });
  return withShape(shape.head + pieces.join(''), shape);
}

function withGap(raw: string, { eol }: FileShape): string {
  return /(?:\n\r?\n|\r\r)$/.test(raw) ? raw : raw + eol;
}

function splitAtMarkers(body: string): string[] {
  const starts = [...body.matchAll(MARKER)].map(({ index }) => index);
  const cuts = starts[0] === 0 ? starts : [0, ...starts];
  return cuts.map((start, index) => body.slice(start, cuts[index + 1])).filter((piece) => piece !== '');
}

function hasMarker(raw: string): boolean {
  return raw.search(MARKER) === 0;
}

function isStill(raw: string, cell: Cell, first: boolean, last: boolean): boolean {
  if (!first && !hasMarker(raw)) return false;
  if (!last && !/[\r\n]$/.test(raw)) return false;
  const { language, text, label } = parseSegment(raw, last);
  return language === cell.language && text === cell.text && label === cell.label;
}

function parseSegment(raw: string, last: boolean): Cell {
  const text = normalised(raw);
  const marked = hasMarker(raw);
  const lineEnd = text.indexOf('\n');
  const line = lineEnd < 0 ? text : text.slice(0, lineEnd);
  const rest = !marked ? text : lineEnd < 0 ? '' : text.slice(lineEnd + 1);
  const [, language = CELL_LANGUAGE, label] = (marked ? MARKER_PARTS.exec(line) : null) ?? [];
  const body = withoutGap(rest, last).replace(ESCAPED, '-- ');
  const content = isSql(language) ? body.replace(/(^|\n);$/, '') : uncommented(body);
  return label === undefined || label === '' ? { language, text: content } : { language, text: content, label };
}

/** Between two cells stands an empty line, behind the last one only a line break. */
function withoutGap(text: string, last: boolean): string {
  return text.replace(last ? /\n$/ : /\n\n?$/, '');
}

function printSegment({ language, text, label }: Cell, last: boolean): string {
  const sql = isSql(language);
  const body = sql ? text + (isOpen(text) ? '\n;' : '') : commented(text);
  const marker = ['-- %%', language === CELL_LANGUAGE ? '' : `[${language}]`, label ?? ''].filter(
    (part) => part !== '',
  );
  return `${marker.join(' ')}\n${body.replace(LOOKS_LIKE_MARKER, '-- \\')}\n${last ? '' : '\n'}`;
}

/** Whether what follows would belong to the last statement, judged by its last line; a semicolon too many does no harm. */
function isOpen(text: string): boolean {
  const last = text.trimEnd().split('\n').at(-1)?.trim() ?? '';
  return last !== '' && (last === ';' || !last.endsWith(';') || last.includes('--'));
}
