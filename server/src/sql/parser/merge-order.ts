export type MergeKind = 'matched' | 'notMatched' | 'bySource';
const mergeKinds: readonly MergeKind[] = ['matched', 'notMatched', 'bySource'];

export interface MergeClause {
  readonly start: number;
  readonly end: number;
  readonly isConditional: boolean;
}

/** The WHEN clauses of a MERGE so far: Spark has them in the order of `mergeKinds`. */
export class MergeOrder {
  private readonly clauses = new Map<MergeKind, MergeClause[]>();

  get isEmpty(): boolean {
    return this.clauses.size === 0;
  }

  mayCome(kind: MergeKind): boolean {
    return mergeKinds.slice(mergeKinds.indexOf(kind) + 1).every((later) => !this.clauses.has(later));
  }

  add(kind: MergeKind, clause: MergeClause): void {
    this.clauses.set(kind, [...(this.clauses.get(kind) ?? []), clause]);
  }

  /** Clauses without a condition that are not the last of their kind. */
  get unconditional(): MergeClause[] {
    return [...this.clauses.values()].flatMap((list) => list.slice(0, -1).filter((one) => !one.isConditional));
  }
}
