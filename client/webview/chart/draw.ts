/** The picture: SVG elements whose colours come by class from the theme. Every word of it is a text node. */
import { scaleBand, scaleLinear, scaleUtc } from 'd3-scale';
import { line as linePath, arc as arcPath, pie as pieSlices } from 'd3-shape';
import { svg } from '../shared/dom';
import { formatCount } from '../shared/format';
import { textWidth } from '../results/widths';
import type { ChartData, Scale } from './collect';
import { axisMoment, axisNumber, momentText, numberText, shortened } from './labels';
import type { ChartType } from './spec';

/** A point that can be pointed at: where, of which series, and what it says. */
export interface Mark {
  readonly x: number;
  readonly y: number;
  readonly series: number;
  readonly name: string;
  readonly text: string;
}

export interface Picture {
  readonly svg: SVGSVGElement;
  /** By series, in order along the axis. */
  readonly marks: readonly Mark[];
}

export interface Size {
  readonly width: number;
  readonly height: number;
  /** CSS font of the labels. */
  readonly font: string;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Colours of the theme; the classes c0, c1, … of chart.css. */
const COLORS = 10;
const LEGEND_LINE = 18;
const LONGEST_LABEL = 22;

export function draw(data: ChartData, type: ChartType, size: Size): Picture {
  const root = svg('svg', {
    width: size.width,
    height: size.height,
    viewBox: `0 0 ${size.width} ${size.height}`,
    class: 'picture',
    'aria-hidden': 'true',
  });
  const marks: Mark[] = [];
  if (type === 'pie') pie(root, data, size, marks);
  else cartesian(root, data, type, size, marks);
  return { svg: root, marks };
}

function text(x: number, y: number, content: string, kind: string, anchor = 'start'): SVGTextElement {
  const element = svg('text', { x, y, class: kind, 'text-anchor': anchor });
  element.append(content);
  return element;
}

/** Names of the series on top, in as many lines as they take; answers where the rest begins. */
function legend(root: SVGSVGElement, names: readonly string[], { width, font }: Size): number {
  if (names.length < 2) return 10;
  let [x, y] = [12, 16];
  names.forEach((name, index) => {
    const label = shortened(name, 32);
    const wide = textWidth(label, font) + 30;
    if (x + wide > width - 12 && x > 12) [x, y] = [12, y + LEGEND_LINE];
    root.append(
      svg('rect', { x, y: y - 9, width: 10, height: 10, rx: 2, class: `fill c${index % COLORS}` }),
      text(x + 15, y, label, 'label'),
    );
    x += wide;
  });
  return y + LEGEND_LINE;
}

function cartesian(root: SVGSVGElement, data: ChartData, type: ChartType, size: Size, marks: Mark[]): void {
  const top =
    legend(
      root,
      data.series.map(({ name }) => name),
      size,
    ) + 6;
  const values = data.series.flatMap(({ points }) => points.map(([, value]) => value));
  const fromZero = type === 'bar' || type === 'histogram';
  const y = scaleLinear().domain(extent(values, fromZero)).nice();
  const found = y.ticks(Math.max(2, Math.floor((size.height - top) / 48)));
  // Half a row is none.
  const ticks = data.yName === 'Rows' ? found.filter(Number.isInteger) : found;
  const format = axisNumber(ticks);
  const left = 24 + Math.max(...ticks.map((tick) => textWidth(format(tick), size.font)), 16) + 8;
  const right = size.width - 18;
  const slanted =
    data.scale === 'category' && !labelsFit(data.categories, (right - left) / data.categories.length, size);
  const longest = Math.max(0, ...data.categories.map((name) => textWidth(shortened(name, LONGEST_LABEL), size.font)));
  const box = { left, right, top, bottom: size.height - (slanted ? 32 + longest * 0.6 : 44) };
  y.range([box.bottom, box.top]);
  for (const tick of ticks) {
    const at = y(tick);
    root.append(
      svg('line', { x1: box.left, x2: box.right, y1: at, y2: at, class: tick === 0 ? 'axis' : 'gridline' }),
      text(box.left - 6, at + 4, format(tick), 'tick', 'end'),
    );
  }
  root.append(svg('line', { x1: box.left, x2: box.right, y1: box.bottom, y2: box.bottom, class: 'axis' }));
  const middle = (box.top + box.bottom) / 2;
  const yTitle = text(12, middle, shortened(data.yName, 40), 'title', 'middle');
  yTitle.setAttribute('transform', `rotate(-90 12 ${middle})`);
  root.append(yTitle, text((box.left + box.right) / 2, size.height - 6, shortened(data.xName, 60), 'title', 'middle'));

  if (data.scale === 'category') categories(root, data, type, box, y, slanted, marks);
  else continuous(root, data, type, box, y, marks);
}

type Y = (value: number) => number;

function continuous(root: SVGSVGElement, data: ChartData, type: ChartType, box: Box, y: Y, marks: Mark[]): void {
  const { binWidth, scale } = data;
  const xs = data.series.flatMap(({ points }) => points.map(([at]) => at));
  const [low, high] = extent(xs, false);
  const domain: [number, number] = binWidth === null ? [low, high] : [Math.min(...xs), Math.max(...xs) + binWidth];
  const [start, end] = type === 'scatter' ? [box.left + 8, box.right - 8] : [box.left, box.right];
  const x =
    scale === 'time' ? scaleUtc().domain(domain).range([start, end]) : scaleLinear().domain(domain).range([start, end]);
  xTicks(root, x, scale, box);
  data.series.forEach(({ name, points }, series) => {
    const color = `c${series % COLORS}`;
    if (type === 'line') {
      const path = linePath<readonly [number, number]>(
        (point) => x(point[0]),
        (point) => y(point[1]),
      );
      root.append(svg('path', { d: path(points) ?? '', class: `line ${color} d${series % COLORS}` }));
    }
    const few = points.length <= 60;
    for (const [at, value] of points) {
      const [px, py] = [x(at), y(value)];
      if (type === 'histogram' && binWidth !== null) {
        const wide = x(at + binWidth) - px;
        const high = y(0) - py;
        root.append(
          svg('rect', {
            x: px + 0.5,
            y: py,
            width: Math.max(1, wide - 1),
            height: Math.max(0, high),
            class: `fill bar ${color}`,
            'data-mark': marks.length,
          }),
        );
        const range = `${along(at, scale)} – ${along(at + binWidth, scale)}`;
        marks.push({
          x: px + wide / 2,
          y: py,
          series,
          name,
          text: `${data.xName} ${range}: ${numberText(value)} rows`,
        });
        continue;
      }
      if (type === 'scatter' || few) root.append(svg('circle', { cx: px, cy: py, r: 3, class: `fill dot ${color}` }));
      marks.push({ x: px, y: py, series, name, text: `${data.xName} ${along(at, scale)}: ${numberText(value)}` });
    }
  });
}

function along(value: number, scale: Scale): string {
  return scale === 'time' ? momentText(value) : numberText(value);
}

function xTicks(
  root: SVGSVGElement,
  x: ReturnType<typeof scaleUtc<number, number>> | ReturnType<typeof scaleLinear<number, number>>,
  scale: Scale,
  { left, right, bottom }: Box,
): void {
  const count = Math.max(2, Math.floor((right - left) / 90));
  const found: readonly (number | Date)[] = x.ticks(count);
  const numbers = axisNumber(found.map(Number));
  const times = axisMoment(found.map(Number));
  for (const [index, tick] of found.entries()) {
    const at = x(tick);
    const label = scale === 'time' ? times(Number(tick), index) : numbers(Number(tick));
    root.append(
      svg('line', { x1: at, x2: at, y1: bottom, y2: bottom + 4, class: 'axis' }),
      text(at, bottom + 17, label, 'tick', at > right - 24 ? 'end' : 'middle'),
    );
  }
}

function categories(
  root: SVGSVGElement,
  data: ChartData,
  type: ChartType,
  box: Box,
  y: Y,
  slanted: boolean,
  marks: Mark[],
): void {
  const indexes = data.categories.map((_, index) => index);
  const outer = scaleBand<number>().domain(indexes).range([box.left, box.right]).paddingInner(0.25).paddingOuter(0.15);
  const bars = type === 'bar';
  const inner = scaleBand<number>()
    .domain(data.series.map((_, index) => index))
    .range([0, outer.bandwidth()])
    .padding(data.series.length > 1 ? 0.08 : 0);
  const room = slanted ? 15 : 0;
  const skip = Math.max(1, Math.ceil(room / outer.step()));
  for (const index of indexes) {
    if (index % skip !== 0) continue;
    const at = (outer(index) ?? 0) + outer.bandwidth() / 2;
    const label = text(
      at,
      box.bottom + 16,
      shortened(data.categories[index] ?? '', LONGEST_LABEL),
      'tick',
      slanted ? 'end' : 'middle',
    );
    if (slanted) label.setAttribute('transform', `rotate(-35 ${at} ${box.bottom + 12})`);
    root.append(label);
  }
  data.series.forEach(({ name, points }, series) => {
    const color = `c${series % COLORS}`;
    const place = ([index]: readonly [number, number]): number =>
      (outer(index) ?? 0) + (bars ? (inner(series) ?? 0) + inner.bandwidth() / 2 : outer.bandwidth() / 2);
    if (type === 'line') {
      const path = linePath<readonly [number, number]>(place, ([, value]) => y(value));
      root.append(svg('path', { d: path(points) ?? '', class: `line ${color} d${series % COLORS}` }));
    }
    for (const point of points) {
      const [px, py, zero] = [place(point), y(point[1]), y(0)];
      if (bars) {
        const shape = {
          x: px - inner.bandwidth() / 2,
          y: Math.min(py, zero),
          width: inner.bandwidth(),
          height: Math.abs(zero - py),
        };
        root.append(svg('rect', { ...shape, class: `fill bar ${color}`, 'data-mark': marks.length }));
      } else {
        root.append(svg('circle', { cx: px, cy: py, r: 3, class: `fill dot ${color}` }));
      }
      marks.push({ x: px, y: py, series, name, text: `${data.categories[point[0]] ?? ''}: ${numberText(point[1])}` });
    }
  });
}

function pie(root: SVGSVGElement, data: ChartData, size: Size, marks: Mark[]): void {
  const points = (data.series[0]?.points ?? []).filter(([, value]) => value > 0);
  const total = points.reduce((sum, [, value]) => sum + value, 0);
  const top = legend(root, points.length < 2 ? [] : points.map(([index]) => data.categories[index] ?? ''), size);
  const radius = Math.max(10, Math.min(size.width - 24, size.height - top - 34) / 2);
  const [cx, cy] = [size.width / 2, top + 6 + radius];
  const slices = pieSlices<readonly [number, number]>()
    .value(([, value]) => value)
    .sort(null)([...points]);
  const shape = arcPath<(typeof slices)[number]>().innerRadius(0).outerRadius(radius);
  const place = arcPath<(typeof slices)[number]>()
    .innerRadius(radius * 0.66)
    .outerRadius(radius * 0.66);
  slices.forEach((slice, series) => {
    const [index, value] = slice.data;
    const name = data.categories[index] ?? '';
    const path = svg('path', {
      d: shape(slice) ?? '',
      transform: `translate(${cx} ${cy})`,
      class: `fill slice c${series % COLORS}`,
      'data-mark': marks.length,
    });
    root.append(path);
    const [dx, dy] = place.centroid(slice);
    const share = `${((value / total) * 100).toFixed(1)} %`;
    marks.push({
      x: cx + dx,
      y: cy + dy,
      series: 0,
      name: data.yName,
      text: `${name}: ${numberText(value)} (${share})`,
    });
  });
  // After all slices, so that none lies over a label.
  slices.forEach((slice) => {
    if (slice.endAngle - slice.startAngle < 0.28) return;
    const [dx, dy] = place.centroid(slice);
    root.append(text(cx + dx, cy + dy + 4, `${Math.round((slice.data[1] / total) * 100)} %`, 'share', 'middle'));
  });
  root.append(
    text(
      cx,
      size.height - 6,
      shortened(`${data.yName} by ${data.xName}, ${formatCount(points.length)} slices`, 80),
      'title',
      'middle',
    ),
  );
}

function labelsFit(names: readonly string[], step: number, { font }: Size): boolean {
  return names.every((name) => textWidth(shortened(name, LONGEST_LABEL), font) + 8 <= step);
}

/** From the lowest to the highest, with room where they are one. */
function extent(values: readonly number[], fromZero: boolean): [number, number] {
  let [low, high] = fromZero ? [0, 0] : [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return [0, 1];
  if (low < high) return [low, high];
  const room = Math.abs(low) * 0.1 || 1;
  return fromZero && low === 0 ? [0, 1] : [low - room, high + room];
}
