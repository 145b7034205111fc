/** Pointing at marks, by mouse and by keys: a ring around the mark, what it says beside it, and said to a screen reader. */
import { el } from '../shared/dom';
import type { Mark } from './draw';

/** How far from a mark the mouse still means it, in pixels. */
const REACH = 60;

export class Pointer {
  private marks: readonly Mark[] = [];
  private at = -1;
  private readonly ring = el('div', { class: 'ring', 'aria-hidden': 'true' });
  private readonly tip = el('div', { class: 'tip', 'aria-hidden': 'true' });
  private readonly live = el('div', { class: 'live', role: 'status' });

  constructor(private readonly plot: HTMLElement) {
    plot.addEventListener('mousemove', (event) => this.nearest(event));
    plot.addEventListener('mouseleave', () => this.show(-1, false));
    plot.addEventListener('blur', () => this.show(-1, false));
    plot.addEventListener('keydown', (event) => this.onKey(event));
  }

  /** What can be pointed at now; the elements of the pointer are put into the plot again. */
  reset(marks: readonly Mark[]): void {
    this.marks = marks;
    this.plot.append(this.ring, this.tip, this.live);
    this.show(-1, false);
  }

  private nearest(event: MouseEvent): void {
    const box = this.plot.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    // A bar or slice is meant wherever it is pointed at.
    const shape = (event.target as Element).getAttribute('data-mark');
    if (shape !== null) return this.show(Number(shape), false);
    let [best, distance] = [-1, REACH ** 2];
    this.marks.forEach((mark, index) => {
      const here = (mark.x - x) ** 2 + (mark.y - y) ** 2;
      if (here < distance) [best, distance] = [index, here];
    });
    this.show(best, false);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || this.marks.length === 0) return;
    const next = this.after(event.key);
    if (next === null) return;
    event.preventDefault();
    this.show(next, true);
  }

  private after(key: string): number | null {
    const { marks, at } = this;
    const series = marks[at]?.series ?? marks[0]?.series ?? 0;
    const own = marks.flatMap((mark, index) => (mark.series === series ? [index] : []));
    switch (key) {
      case 'ArrowRight':
        return at < 0 ? 0 : marks[at + 1]?.series === series ? at + 1 : at;
      case 'ArrowLeft':
        return at < 0 ? 0 : marks[at - 1]?.series === series ? at - 1 : at;
      case 'Home':
        return own[0] ?? null;
      case 'End':
        return own.at(-1) ?? null;
      case 'ArrowUp':
      case 'ArrowDown':
        return at < 0 ? 0 : this.inSeries(key === 'ArrowDown' ? 1 : -1);
      case 'Escape':
        return at < 0 ? null : -1;
      default:
        return null;
    }
  }

  /** The mark nearest along the axis in the series before or after. */
  private inSeries(step: number): number {
    const { marks, at } = this;
    const here = marks[at];
    const all = [...new Set(marks.map(({ series }) => series))];
    const wanted = all[all.indexOf(here?.series ?? 0) + step];
    if (here === undefined || wanted === undefined) return at;
    let [best, distance] = [at, Infinity];
    marks.forEach((mark, index) => {
      if (mark.series !== wanted || Math.abs(mark.x - here.x) >= distance) return;
      [best, distance] = [index, Math.abs(mark.x - here.x)];
    });
    return best;
  }

  private show(index: number, speak: boolean): void {
    const mark = this.marks[index];
    this.at = mark === undefined ? -1 : index;
    this.ring.hidden = this.tip.hidden = mark === undefined;
    if (mark === undefined) {
      this.live.textContent = '';
      return;
    }
    this.ring.style.left = `${mark.x}px`;
    this.ring.style.top = `${mark.y}px`;
    this.tip.replaceChildren(el('div', { class: 'of' }, mark.name), el('div', {}, mark.text));
    const { clientWidth: width, clientHeight: height } = this.plot;
    const left = mark.x + 12 + this.tip.offsetWidth > width ? mark.x - 12 - this.tip.offsetWidth : mark.x + 12;
    this.tip.style.left = `${Math.max(0, left)}px`;
    this.tip.style.top = `${Math.max(0, Math.min(height - this.tip.offsetHeight, mark.y - this.tip.offsetHeight - 8))}px`;
    if (speak) this.live.textContent = `${mark.name}, ${mark.text}`;
  }
}
