/** Excel workbooks (ECMA-376), written row by row into the zip: memory stays flat however long the sheet. */
import { Zip, ZipDeflate, strToU8 } from 'fflate';
import type { ResultColumn } from '../arrow';
import { wantedColumns } from './columns';
import type { Rows } from './rows';
import type { ByteSink, FileOptions, FileWriter } from './types';
import { cellXml, columnLetters, textCell } from './xlsx-cell';
import { sheetEnd, sheetStart, workbookParts } from './xlsx-parts';

/** What Excel takes: rows of a sheet with its header, and columns. */
const SHEET_ROWS = 1_048_576;
const SHEET_COLUMNS = 16_384;
/** Characters compressed at once. */
const CHUNK = 256 * 1024;

/** Throws a RangeError when there are more columns than a sheet can have. A sheet that is full goes on in the next. */
export function xlsxFile({ columns: wanted }: FileOptions, sink: ByteSink, sheetRows = SHEET_ROWS): FileWriter {
  let columns: readonly { readonly index: number; readonly name: string; readonly column: ResultColumn }[] = [];
  let letters: readonly string[] = [];
  let pending: Uint8Array[] = [];
  let failed: Error | undefined;
  const zip = new Zip((error, part) => {
    if (error) failed = error;
    else pending.push(part);
  });
  let sheets = 0;
  let rowOfSheet = 0;
  let sheet: ZipDeflate | undefined;
  let text = '';

  const drain = async (): Promise<void> => {
    if (failed !== undefined) throw failed;
    const parts = pending;
    pending = [];
    for (const part of parts) await sink.write(part);
  };
  const push = async (last = false): Promise<void> => {
    sheet?.push(strToU8(text), last);
    text = '';
    await drain();
  };
  const openSheet = (): void => {
    sheet = new ZipDeflate(`xl/worksheets/sheet${++sheets}.xml`, { level: 6 });
    zip.add(sheet);
    text = sheetStart(columns.map(({ name }) => name));
    text += `<row r="1">${columns.map(({ name }, at) => textCell(`${letters[at]}1`, name, 'header')).join('')}</row>`;
    rowOfSheet = 1;
  };
  const closeSheet = async (): Promise<void> => {
    text += sheetEnd(columns.length, rowOfSheet);
    await push(true);
  };

  return {
    async write(rows: Rows) {
      if (sheets === 0) {
        columns = wantedColumns(rows.columns, wanted);
        if (columns.length > SHEET_COLUMNS) throw new RangeError(`Excel takes ${SHEET_COLUMNS} columns at most`);
        letters = columns.map((_, at) => columnLetters(at));
        openSheet();
      }
      for (let index = 0; index < rows.length; index++) {
        if (rowOfSheet >= sheetRows) {
          await closeSheet();
          openSheet();
        }
        rowOfSheet++;
        const { result } = rows.batch(rows.batchAt(index));
        const row = rows.rowAt(index);
        text += `<row r="${rowOfSheet}">`;
        for (let at = 0; at < columns.length; at++) {
          const picked = columns[at];
          if (picked === undefined) continue;
          text += cellXml(`${letters[at]}${rowOfSheet}`, result.value(picked.index, row), picked.column.sparkType);
        }
        text += '</row>';
        if (text.length > CHUNK) await push();
      }
    },
    async end() {
      if (sheets === 0) openSheet();
      await closeSheet();
      for (const [path, content] of workbookParts(sheets)) {
        const part = new ZipDeflate(path, { level: 6 });
        zip.add(part);
        part.push(strToU8(content), true);
      }
      zip.end();
      await drain();
    },
  };
}
