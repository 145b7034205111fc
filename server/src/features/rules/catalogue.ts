import type { Severity } from './rule';
import { rules } from './rules';

/** Everything that has a code, a page and a severity. */
export interface RuleEntry {
  readonly code: string;
  readonly severity: Severity;
  readonly title: string;
  readonly tag?: 'unnecessary' | 'deprecated';
}

/** Not about one tree: what the parser refuses, and what the comments that silence rules say. */
const others: readonly RuleEntry[] = [
  { code: 'syntax', severity: 'error', title: 'SQL that Spark does not parse.' },
  {
    code: 'keyword-as-name',
    severity: 'warning',
    title: 'SQL that Spark reads only by taking a keyword for a name: `SELECT a, FROM t`.',
  },
  {
    code: 'unknown-ignore',
    severity: 'information',
    title: 'A lakehouse-ignore comment with a code that is none, or where it has no effect.',
  },
];

export const catalogue: readonly RuleEntry[] = [...others, ...rules].sort((a, b) => (a.code < b.code ? -1 : 1));

const byCode = new Map(catalogue.map((entry) => [entry.code, entry]));

export const ruleNamed = (code: string): RuleEntry | null => byCode.get(code) ?? null;
