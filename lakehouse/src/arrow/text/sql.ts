/** INSERT statements and lists for `IN`, in Spark SQL. */
import { eachRow, pick, uniqueNames, type Picked } from './columns';
import { sqlLiteral, sqlName } from './literal';
import { isTableName } from './table-name';
import type { TextOptions, TextWriter } from './types';

/** Rows of one INSERT: a statement of many thousands takes Spark longer to plan than to write. */
const STATEMENT_ROWS = 500;

/** INSERT statements of 500 rows with the names of their columns. Throws when `table` is no name of a table. */
export function insertWriter(options: TextOptions): TextWriter {
  const { table = '' } = options;
  if (!isTableName(table)) throw new Error(`not the name of a table: ${table}`);
  let picked: Picked[] = [];
  let opening = '';
  let count = 0;
  return {
    head(columns) {
      picked = pick(columns, options);
      opening = `INSERT INTO ${table} (${uniqueNames(picked).map(sqlName).join(', ')}) VALUES\n`;
      return '';
    },
    rows: (batch, from, to) =>
      eachRow(
        batch,
        picked,
        from,
        to,
        (value, type) => sqlLiteral(value, type, options),
        (cells) => {
          const place = count++ % STATEMENT_ROWS;
          const before = place > 0 ? ',\n' : count === 1 ? opening : `;\n\n${opening}`;
          return `${before}  (${cells.join(', ')})`;
        },
      ),
    tail: () => (count === 0 ? '' : ';\n'),
  };
}

/**
 * `(1, 2, 3)`, each value once; of several columns a list of tuples. Rows with a NULL are left out: `IN` never finds
 * them. Of no rows `(NULL)`, which is true for nothing.
 */
export function inListWriter(options: TextOptions): TextWriter {
  let picked: Picked[] = [];
  const seen = new Set<string>();
  return {
    head(columns) {
      picked = pick(columns, options);
      return '(';
    },
    rows: (batch, from, to) =>
      eachRow(
        batch,
        picked,
        from,
        to,
        (value, type) => sqlLiteral(value, type, options),
        (cells) => {
          const item = cells.length === 1 ? (cells[0] ?? '') : `(${cells.join(', ')})`;
          if (cells.includes('NULL') || seen.has(item)) return '';
          seen.add(item);
          return seen.size === 1 ? item : `, ${item}`;
        },
      ),
    tail: () => (seen.size === 0 ? 'NULL)' : ')'),
  };
}
