/** A result as a chart: loaded only once someone asks for one. */
import styles from '../../../media/chart.css';
import { button, el } from '../shared/dom';
import { detach, faultText } from '../shared/host';
import { collect, type ChartData } from './collect';
import { draw } from './draw';
import { Form } from './form';
import { Pointer } from './pointer';
import { wordReader, type RowSource } from './rows';
import { pngBytes, standalone, svgBytes } from './save';
import { guess, type ChartColumn, type ChartSpec } from './spec';
import { cellKind } from '../../../lakehouse/src/arrow';

export interface ChartActions {
  readonly save: (format: 'svg' | 'png', data: Uint8Array) => void;
  readonly fault: (text: string) => void;
}

export interface Chart {
  /** There may be more rows, or another size. */
  refresh(): void;
  dispose(): void;
}

/** While rows arrive, a chart is made anew after as long as it took, times this, and not sooner than after a second. */
const PATIENCE = 10;

let adopted = false;

function adoptStyles(): void {
  if (adopted) return;
  adopted = true;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/** Fills `host`, which must be in the document. */
export function createChart(host: HTMLElement, source: RowSource, actions: ChartActions): Chart {
  adoptStyles();
  return new ChartView(host, source, actions);
}

/** How many values a column has in the first batch, of which a thousand rows are looked at. */
function distinctIn(source: RowSource): (column: number) => number {
  return (index) => {
    const column = source.schema()[index];
    if (column === undefined || source.rowCount === 0) return 0;
    const { batch } = source.exact(0);
    const read = wordReader(column);
    const found = new Set<string>();
    for (let row = 0; row < Math.min(1000, batch.rowCount); row++) found.add(read(batch.value(index, row)));
    return found.size;
  };
}

class ChartView implements Chart {
  private readonly columns: readonly ChartColumn[];
  private readonly form: Form;
  private readonly plot = el('div', { class: 'plot', tabindex: '0' });
  private readonly word = el('div', { class: 'word', role: 'status' });
  private readonly notes = el('ul', { class: 'notes', 'aria-label': 'What the chart leaves out' });
  private readonly stage = el('div', { class: 'stage' }, this.plot, this.word);
  private readonly pointer = new Pointer(this.plot);
  private readonly exports: readonly HTMLButtonElement[];
  private readonly resize: ResizeObserver;
  private spec: ChartSpec | null;
  private data: ChartData | null = null;
  private reading: AbortController | null = null;
  private readRows = -1;
  private took = 0;
  private timer = 0;

  constructor(
    private readonly host: HTMLElement,
    private readonly source: RowSource,
    private readonly actions: ChartActions,
  ) {
    this.columns = source.schema().map(({ name, sparkType }) => ({ name, kind: cellKind(sparkType) }));
    this.spec = guess(this.columns, distinctIn(source));
    this.exports = (['svg', 'png'] as const).map((format) =>
      button(`Save ${format.toUpperCase()}`, () => detach(this.save(format), actions.fault), { class: 'secondary' }),
    );
    this.form = new Form(
      this.columns,
      (spec) => {
        this.spec = spec;
        this.form.show(spec);
        this.read();
      },
      this.exports,
    );
    host.classList.add('lakehouse-chart');
    host.replaceChildren(this.form.element, this.stage, this.notes);
    this.resize = new ResizeObserver(() => this.draw());
    this.resize.observe(this.stage);
    if (this.spec === null) {
      this.form.element.hidden = true;
      this.say('No column of this result can be drawn: a chart needs numbers, times, words or booleans.');
      return;
    }
    this.form.show(this.spec);
    this.read();
  }

  refresh(): void {
    if (this.spec === null || this.timer !== 0 || this.source.rowCount === this.readRows) return;
    this.timer = window.setTimeout(
      () => {
        this.timer = 0;
        if (this.reading === null) this.read();
        else this.refresh();
      },
      Math.max(1000, this.took * PATIENCE),
    );
  }

  dispose(): void {
    this.reading?.abort();
    this.resize.disconnect();
    window.clearTimeout(this.timer);
    this.host.replaceChildren();
  }

  private read(): void {
    detach(this.collect(), this.actions.fault);
  }

  private async collect(): Promise<void> {
    const { spec } = this;
    if (spec === null) return;
    this.reading?.abort();
    const reading = new AbortController();
    this.reading = reading;
    const { rowCount } = this.source;
    const started = performance.now();
    const progress = (fraction: number): void => {
      if (performance.now() - started > 300) this.say(`Reading rows, ${Math.round(fraction * 100)} %…`);
    };
    try {
      const data = await collect(this.source, spec, { signal: reading.signal, progress });
      if (reading.signal.aborted) return;
      this.data = data;
      this.readRows = rowCount;
      this.say('');
      this.notes.replaceChildren(...data.notes.map((note) => el('li', {}, note)));
      this.draw();
    } catch (thrown) {
      if (reading.signal.aborted) return;
      this.data = null;
      this.plot.replaceChildren();
      this.say(`The chart cannot be drawn: ${faultText(thrown)}`);
    } finally {
      if (this.reading === reading) {
        this.reading = null;
        this.took = performance.now() - started;
      }
    }
    this.refresh();
  }

  private draw(): void {
    const { spec, data } = this;
    const { clientWidth: width, clientHeight: height } = this.stage;
    if (spec === null || data === null || width === 0 || height === 0) return;
    const empty = data.series.every(({ points }) => points.length === 0);
    for (const tool of this.exports) tool.disabled = empty;
    if (empty) {
      this.plot.replaceChildren();
      this.say(this.source.rowCount === 0 ? 'There are no rows to draw.' : 'None of the rows has a value to draw.');
      return;
    }
    const style = getComputedStyle(this.stage);
    const picture = draw(data, spec.type, { width, height, font: `12px ${style.fontFamily}` });
    this.plot.setAttribute('role', 'application');
    this.plot.setAttribute('aria-roledescription', 'chart');
    this.plot.setAttribute(
      'aria-label',
      `${spec.type} chart, ${data.yName} by ${data.xName}. Arrow keys read its values.`,
    );
    this.plot.replaceChildren(picture.svg);
    this.pointer.reset(picture.marks);
  }

  private say(text: string): void {
    this.word.textContent = text;
    this.word.hidden = text === '';
    if (text !== '' && !text.startsWith('Reading')) this.notes.replaceChildren();
  }

  private async save(format: 'svg' | 'png'): Promise<void> {
    const picture = this.plot.querySelector<SVGSVGElement>('svg.picture');
    if (picture === null) return;
    const copy = standalone(picture, getComputedStyle(this.host).backgroundColor);
    this.actions.save(format, format === 'svg' ? svgBytes(copy) : await pngBytes(copy));
  }
}
