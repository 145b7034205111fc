/** What completion can offer: plain items without a place, ranked by fit. */
import { quoteName } from '../sql/names';
import type { CompletionItem, CompletionKind } from './types';

export interface Offer {
  readonly label: string;
  readonly kind: CompletionKind;
  readonly insert: string;
  readonly detail: string;
  readonly documentation?: () => string;
  /** Lower comes first; within a rank the order of the list holds. */
  readonly rank: number;
  /** What it is found by beside its label: the bare name of a qualified column. */
  readonly match?: string;
  readonly snippet?: string;
  readonly edits?: CompletionItem['edits'];
  readonly next?: CompletionItem['next'];
  readonly table?: CompletionItem['table'];
}

/** Where each kind of offer stands among the others. */
export const RANK = {
  exact: 0,
  column: 1,
  relation: 2,
  table: 3,
  namespace: 4,
  catalog: 5,
  elsewhere: 6,
  function: 7,
  keyword: 8,
  rare: 9,
} as const;

export const named = (name: string, kind: CompletionKind, rank: number, detail: string): Offer => ({
  label: name,
  kind,
  insert: quoteName(name),
  detail,
  rank,
});

/** Text as it is, such as a literal or a whole condition. */
export const text = (label: string, detail: string, rank: number = RANK.exact): Offer => ({
  label,
  kind: 'value',
  insert: label,
  detail,
  rank,
});

/** `'it\'s'` */
export const stringLiteral = (value: string): string => `'${value.replace(/['\\]/g, '\\$&')}'`;

/** Keywords that are meant most often, the likeliest first; those not here come after. */
const usual = (
  'SELECT|FROM|WHERE|ON|AND|OR|JOIN|LEFT JOIN|GROUP BY|ORDER BY|AS|SET|VALUES|WHEN|THEN|WHEN MATCHED THEN|' +
  'WHEN NOT MATCHED THEN|MATCHED|NOT MATCHED|BY NAME|LIMIT|HAVING|DISTINCT|CASE|IS NOT NULL|IS NULL|IN|LIKE|BETWEEN|' +
  'NOT|NOT IN|IS|DESC|ASC|USING|ELSE|END|UNION ALL|WITH|INSERT INTO|MERGE INTO|UPDATE|DELETE FROM|CREATE|ALTER|CALL|' +
  'DROP|DESCRIBE|SHOW|USE|TIMESTAMP AS OF|VERSION AS OF|CAST|NULL|TRUE|FALSE|TABLE|VIEW|INNER JOIN|CROSS JOIN|' +
  'ADD|RENAME|WRITE|TIMESTAMP|DATE|INTERVAL|OVER|PARTITION BY|PARTITIONED BY|TBLPROPERTIES|COMMENT|LOCATION|NOT NULL'
).split('|');
const order = new Map(usual.map((word, i) => [word, i]));

/** A keyword or a phrase of them, in the case of those around. */
export function word(text: string, lowerCase: boolean): Offer {
  const label = lowerCase ? text.toLowerCase() : text;
  return { label, kind: 'keyword', insert: label, detail: '', rank: order.has(text) ? RANK.keyword : RANK.rare };
}

/** Words that come first where they can stand at all: after a join, in ORDER BY, after SHOW and ALTER TABLE. */
const first = 'ON|USING|DESC|ASC|NULLS|TABLES|VIEWS|CREATE|ADD|WHEN MATCHED THEN'.split('|');
const together: readonly (readonly string[])[] = [
  ['ON', 'USING'],
  ['DESC', 'ASC', 'NULLS'],
  ['TABLES', 'CATALOGS'],
  ['ADD', 'RECOVER'],
];

/** Where a keyword comes among those that can stand at a place; lower is likelier. */
export function keywordOrder(all: readonly string[]): (text: string) => number {
  const ahead = new Set(together.flatMap((group) => (group.every((one) => all.includes(one)) ? group : [])));
  return (text) => (ahead.has(text) ? first.indexOf(text) - first.length : (order.get(text) ?? usual.length));
}
