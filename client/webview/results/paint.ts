/** Puts classes and ARIA on the cells regular-table has just drawn: it reuses them, so each drawing sets all anew. */
import type { RegularTableElement } from 'regular-table';
import { contains, rangeOf, type Selection } from './selection';
import type { View } from './view';

let gridCount = 0;

export class Paint {
  private readonly activeId = `active-cell-${++gridCount}`;
  private active: HTMLElement | null = null;

  constructor(
    private readonly table: RegularTableElement,
    private readonly view: View,
    private readonly headerRows: number,
    /** Columns have a menu, by which rows are sorted. */
    private readonly menus: boolean,
  ) {}

  all(selection: Selection | null): void {
    const table = this.table.querySelector('table');
    if (table === null) return;
    setAttribute(table, 'role', 'none');
    for (const group of table.children) setAttribute(group, 'role', 'rowgroup');
    this.header();
    const columns = this.view.run.columns ?? [];
    for (const row of this.table.querySelectorAll<HTMLTableRowElement>('tbody tr')) {
      setAttribute(row, 'role', 'row');
      for (const cell of row.cells) {
        const meta = this.table.getMeta(cell);
        if (meta?.type === 'row_header') {
          setAttribute(cell, 'role', 'rowheader');
          setAttribute(cell, 'aria-colindex', '1');
          setAttribute(row, 'aria-rowindex', String(meta.y + 1 + this.headerRows));
          row.classList.toggle('odd', meta.y % 2 === 1);
        } else if (meta?.type === 'body') {
          setAttribute(cell, 'role', 'gridcell');
          setAttribute(cell, 'aria-colindex', String(meta.x + 2));
          cell.classList.toggle('null', meta.user === true);
          cell.classList.toggle('number', columns[meta.x]?.kind === 'number');
        }
      }
    }
    this.selection(selection);
  }

  /** Only the selection: cheap enough for each mouse move. */
  selection(selection: Selection | null): void {
    const range = selection === null ? null : rangeOf(selection);
    let active: HTMLElement | null = null;
    for (const cell of this.table.querySelectorAll<HTMLElement>('tbody td')) {
      const meta = this.table.getMeta(cell);
      if (meta?.type !== 'body') continue;
      const inside = range !== null && contains(range, meta.y, meta.x);
      cell.classList.toggle('selected', inside);
      setAttribute(cell, 'aria-selected', String(inside));
      if (selection !== null && meta.y === selection.focus.row && meta.x === selection.focus.col) active = cell;
    }
    for (const cell of this.table.querySelectorAll<HTMLElement>('tbody th')) {
      const meta = this.table.getMeta(cell);
      const inside =
        range !== null && meta?.type === 'row_header' && contains({ ...range, left: 0, right: 0 }, meta.y, 0);
      cell.classList.toggle('touched', inside);
    }
    this.setActive(active);
  }

  private setActive(cell: HTMLElement | null): void {
    if (this.active !== null && this.active !== cell) {
      this.active.classList.remove('active');
      this.active.removeAttribute('id');
    }
    this.active = cell;
    if (cell === null) {
      this.table.removeAttribute('aria-activedescendant');
      return;
    }
    cell.classList.add('active');
    setAttribute(cell, 'id', this.activeId);
    setAttribute(this.table, 'aria-activedescendant', this.activeId);
  }

  /** How the rows are ordered by a column, as a sign beside its name and for a screen reader. */
  private sortMark(cell: HTMLElement, col: number): void {
    const { sort } = this.view;
    const direction = sort?.col !== col ? 'none' : sort.descending ? 'descending' : 'ascending';
    setAttribute(cell, 'aria-sort', direction);
    setAttribute(cell, 'aria-haspopup', 'menu');
    cell.classList.toggle('filtered', this.view.filter?.col === col);
  }

  private header(): void {
    const columns = this.view.run.columns ?? [];
    this.table.querySelectorAll<HTMLTableRowElement>('thead tr').forEach((row, level) => {
      setAttribute(row, 'role', 'row');
      setAttribute(row, 'aria-rowindex', String(level + 1));
      row.classList.toggle('types', level === 1);
      for (const cell of row.cells) {
        const meta = this.table.getMeta(cell);
        setAttribute(cell, 'role', 'columnheader');
        if (meta?.type === 'column_header') {
          const column = columns[meta.x];
          setAttribute(cell, 'aria-colindex', String(meta.x + 2));
          setAttribute(cell, 'title', column === undefined ? '' : `${column.name}\n${column.type}`);
          cell.classList.toggle('number', column?.kind === 'number');
          if (level === 0 && this.menus) this.sortMark(cell, meta.x);
        } else {
          setAttribute(cell, 'aria-label', level === 0 ? 'Row' : '');
        }
      }
    });
  }
}

/** Writes only what differs: unchanged attributes then cost no style recalculation. */
function setAttribute(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
