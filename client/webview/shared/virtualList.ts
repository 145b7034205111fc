/** A list of rows of one height of which only those on screen are in the document. */

export interface ListOptions {
  readonly rowHeight: number;
  /** Makes the element of a row; called each time it comes on screen. */
  readonly render: (index: number) => HTMLElement;
}

/** Rows kept ready above and below the visible ones. */
const margin = 6;

export class VirtualList {
  private readonly rows = new Map<number, HTMLElement>();
  private count = 0;
  private frame = 0;
  private readonly resize: ResizeObserver;

  /** `scroller` scrolls; `panel`, inside it, takes the rows and the full height. */
  constructor(
    private readonly scroller: HTMLElement,
    private readonly panel: HTMLElement,
    private readonly options: ListOptions,
  ) {
    scroller.addEventListener('scroll', () => this.schedule(), { passive: true });
    this.resize = new ResizeObserver(() => this.schedule());
    this.resize.observe(scroller);
  }

  /** Shows `count` rows, all drawn anew. */
  reset(count: number): void {
    this.count = count;
    for (const row of this.rows.values()) row.remove();
    this.rows.clear();
    this.panel.style.height = `${count * this.options.rowHeight}px`;
    this.draw();
  }

  /** The element of a row, when it is in the document. */
  element(index: number): HTMLElement | undefined {
    return this.rows.get(index);
  }

  /** Whole rows that fit on screen. */
  get pageRows(): number {
    return Math.max(1, Math.floor(this.viewHeight() / this.options.rowHeight));
  }

  /** Scrolls as little as needed for a row to be whole on screen, and draws. */
  reveal(index: number): void {
    const { rowHeight } = this.options;
    const top = index * rowHeight;
    const view = this.viewHeight();
    if (top < this.scroller.scrollTop) this.scroller.scrollTop = top;
    else if (top + rowHeight > this.scroller.scrollTop + view) this.scroller.scrollTop = top + rowHeight - view;
    this.draw();
  }

  private schedule(): void {
    if (this.frame !== 0) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  /** Height for rows: what is above the panel (a sticky header) covers the rest. */
  private viewHeight(): number {
    return this.scroller.clientHeight - this.panel.offsetTop;
  }

  private draw(): void {
    const { rowHeight, render } = this.options;
    const top = Math.floor(this.scroller.scrollTop / rowHeight);
    const first = Math.max(0, top - margin);
    const last = Math.min(this.count, top + Math.ceil(this.scroller.clientHeight / rowHeight) + margin);
    for (const [index, row] of this.rows) {
      if (index >= first && index < last) continue;
      row.remove();
      this.rows.delete(index);
    }
    for (let index = first; index < last; index++) {
      if (this.rows.has(index)) continue;
      const row = render(index);
      row.style.top = `${index * rowHeight}px`;
      this.rows.set(index, row);
      this.panel.append(row);
    }
  }
}
