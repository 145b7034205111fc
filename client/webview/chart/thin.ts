/** Lines of more points than a screen has columns: of each stretch the first, lowest, highest and last stay. Pure. */
import { formatCount } from '../shared/format';

type Point = readonly [number, number];

/** Stretches of a line: about a column of a wide screen each. */
const STRETCHES = 1_500;

export function thinned<S extends { readonly name: string; readonly points: Point[] }>(
  series: readonly S[],
  notes: string[],
): S[] {
  const total = series.reduce((sum, { points }) => sum + points.length, 0);
  if (series.every(({ points }) => points.length <= STRETCHES * 4)) return [...series];
  const thin = series.map((one) => ({ ...one, points: extremes(one.points) }));
  const shown = thin.reduce((sum, { points }) => sum + points.length, 0);
  notes.push(
    `${formatCount(shown)} of ${formatCount(total)} points drawn: the first, lowest, highest and last of each stretch, so that no peak is lost.`,
  );
  return thin;
}

/** `points` in order of x. */
export function extremes(points: readonly Point[]): Point[] {
  const [first] = points;
  const last = points[points.length - 1];
  if (first === undefined || last === undefined || points.length <= STRETCHES * 4) return [...points];
  const width = (last[0] - first[0]) / STRETCHES || 1;
  const kept: Point[] = [];
  for (let from = 0; from < points.length;) {
    const stretch = Math.floor(((points[from]?.[0] ?? 0) - first[0]) / width);
    let [to, low, high] = [from, from, from];
    for (; to < points.length; to++) {
      const [x, y] = points[to] as Point;
      if (Math.floor((x - first[0]) / width) !== stretch) break;
      if (y < (points[low]?.[1] ?? 0)) low = to;
      if (y > (points[high]?.[1] ?? 0)) high = to;
    }
    for (const index of [...new Set([from, low, high, to - 1])].sort((a, b) => a - b))
      kept.push(points[index] as Point);
    from = to;
  }
  return kept;
}
