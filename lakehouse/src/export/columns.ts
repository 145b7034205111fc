import type { ResultColumn } from '../arrow';

/** The columns to write, each under a name of its own: files hold each name once, a second `a` becomes `a_2`. */
export function wantedColumns(
  columns: readonly ResultColumn[],
  wanted: readonly number[] = columns.map((_, index) => index),
): { readonly index: number; readonly name: string; readonly column: ResultColumn }[] {
  const taken = new Set<string>();
  return wanted.map((index) => {
    const column = columns[index];
    if (column === undefined) throw new RangeError(`no column ${index}`);
    let name = column.name;
    for (let count = 2; taken.has(name); count++) name = `${column.name}_${count}`;
    taken.add(name);
    return { index, name, column };
  });
}
