/** A notebook as its files are read and written: no VS Code in it. Line breaks in `text` are always `\n`. */

export const NOTEBOOK = 'lakehouse-sql';
export const SCRIPT_NOTEBOOK = 'lakehouse-sql-file';
/** The language of a cell that says nothing else. */
export const CELL_LANGUAGE = 'spark-sql';
export const MARKDOWN = 'markdown';

export interface Cell {
  /** `markdown` for text, else the language of the code. */
  readonly language: string;
  readonly text: string;
  /** What the file had for this cell, to the letter: written again as long as the cell says the same. */
  readonly raw?: string;
  /** Which cell of its file it was, from 0. */
  readonly index?: number;
  /** Where in `raw` the semicolon of its statement would go: scripts only, and only where there is none. */
  readonly open?: number | null;
  /** Words behind the marker of the cell. */
  readonly label?: string;
  /** Saved outputs, as JSON text. */
  readonly outputs?: string;
}

/** What a file has besides its cells. */
export interface FileShape {
  readonly bom: boolean;
  readonly eol: '\n' | '\r\n';
  /** Blank lines before the first cell. */
  readonly head: string;
  /** How many cells it had. */
  readonly count: number;
}

export const NEW_FILE: FileShape = { bom: false, eol: '\n', head: '', count: 0 };

const BOM = '\uFEFF';

/** The shape of a text, and the text without its byte order mark. */
export function shapeOf(text: string): {
  readonly bom: boolean;
  readonly eol: FileShape['eol'];
  readonly body: string;
} {
  const bom = text.startsWith(BOM);
  const body = bom ? text.slice(1) : text;
  return { bom, eol: /^[^\n]*\r\n/.test(body) ? '\r\n' : '\n', body };
}

export function withShape(body: string, { bom }: FileShape): string {
  return bom ? BOM + body : body;
}

export function isSql(language: string): boolean {
  return language === CELL_LANGUAGE || language === 'sql';
}

export function normalised(text: string): string {
  return text.replace(/\r\n|\r/g, '\n');
}

export function denormalised(text: string, { eol }: FileShape): string {
  return eol === '\n' ? text : text.replaceAll('\n', eol);
}

/** Each line as a comment. */
export function commented(text: string): string {
  if (text === '') return '';
  return text
    .split('\n')
    .map((line) => (line === '' ? '--' : `-- ${line}`))
    .join('\n');
}

/** The lines of a comment; a line that is none stays as it is. */
export function uncommented(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/^-- ?/, ''))
    .join('\n');
}
