/** Rows put together by series and x, aggregated as they come. Pure. */
import type { Aggregate } from './spec';

/** Values of x told apart, over all series; beyond, memory would have no end. */
const MOST = 200_000;

interface Group {
  count: number;
  sum: number;
  min: number;
  max: number;
}

export class Groups<X> {
  private readonly found = new Map<string, Map<X, Group>>();
  private groups = 0;
  /** Rows of a value of x that came too late. */
  overflow = 0;

  constructor(private readonly aggregate: Aggregate) {}

  add(series: string, x: X, value: number): void {
    let values = this.found.get(series);
    if (values === undefined) this.found.set(series, (values = new Map<X, Group>()));
    const group = values.get(x);
    if (group !== undefined) {
      group.count++;
      group.sum += value;
      group.min = Math.min(group.min, value);
      group.max = Math.max(group.max, value);
    } else if (this.groups >= MOST) {
      this.overflow++;
    } else {
      this.groups++;
      values.set(x, { count: 1, sum: value, min: value, max: value });
    }
  }

  /** In the order in which they were first seen. */
  series(): Map<string, Map<X, number>> {
    return new Map(
      [...this.found].map(([name, values]) => [name, new Map([...values].map(([x, group]) => [x, this.value(group)]))]),
    );
  }

  private value({ count, sum, min, max }: Group): number {
    switch (this.aggregate) {
      case 'sum':
        return sum;
      case 'avg':
        return sum / count;
      case 'min':
        return min;
      case 'max':
        return max;
      case 'count':
        return count;
    }
  }
}
