/** Grid | Chart: what goes with a grid to show its rows as a chart in its place. The chart itself is loaded when first asked for. */
import { button, el } from '../shared/dom';
import { detach } from '../shared/host';
import type { Chart, ChartActions } from './main';
import type { RowSource } from './rows';

export class ChartSwitch {
  /** The two buttons. */
  readonly element: HTMLElement;
  private readonly page = el('div', { class: 'chart-page' });
  private readonly buttons: readonly [HTMLButtonElement, HTMLButtonElement];
  private chart: Chart | null = null;
  private charting = false;

  /** `body` holds the grid and gets the class `charting` while the chart is shown over it. */
  constructor(
    private readonly body: HTMLElement,
    private readonly source: RowSource,
    private readonly actions: ChartActions,
    private readonly switched: (charting: boolean) => void = () => undefined,
  ) {
    this.buttons = [button('Grid', () => this.show(false)), button('Chart', () => this.show(true))];
    this.element = el('span', { class: 'switch', role: 'group', 'aria-label': 'View' }, ...this.buttons);
    this.mark();
  }

  get shown(): boolean {
    return this.charting;
  }

  refresh(): void {
    if (this.charting) this.chart?.refresh();
  }

  dispose(): void {
    this.chart?.dispose();
    this.page.remove();
  }

  private show(charting: boolean): void {
    if (charting === this.charting) return;
    this.charting = charting;
    this.mark();
    this.body.classList.toggle('charting', charting);
    for (const child of this.body.children) if (child !== this.page) (child as HTMLElement).inert = charting;
    if (charting) {
      this.body.append(this.page);
      if (this.chart === null) detach(this.load(), this.actions.fault);
      else this.chart.refresh();
    } else {
      this.page.remove();
    }
    this.switched(charting);
  }

  private async load(): Promise<void> {
    const { createChart } = await import('./main');
    if (this.chart === null && this.page.isConnected) {
      this.chart = createChart(this.page, this.source, this.actions);
    }
  }

  private mark(): void {
    const [grid, chart] = this.buttons;
    grid.className = this.charting ? 'secondary' : 'secondary on';
    chart.className = this.charting ? 'secondary on' : 'secondary';
    grid.setAttribute('aria-pressed', String(!this.charting));
    chart.setAttribute('aria-pressed', String(this.charting));
  }
}
