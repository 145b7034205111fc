import type { Subject } from './subject';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** What a rule found. Offsets count from the statement's start. */
export interface Finding {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  /** What could stand there instead, best first. */
  readonly replacements?: readonly string[];
}

/**
 * One rule. It says something only when it is certain: what the catalogs do not tell, and what a setting or another
 * statement may change, it leaves alone. Its page is `docs/rules/CODE.md`.
 */
export interface Rule {
  readonly code: string;
  /** What it has without a setting: an error is what Spark refuses whatever the catalogs hold. */
  readonly severity: Severity;
  /** One line, for the setting and the list of rules. */
  readonly title: string;
  readonly tag?: 'unnecessary' | 'deprecated';
  /** It rests on what the catalogs say of the statement's tables; asked again before it is believed for long. */
  readonly asksCatalogs?: boolean;
  check(subject: Subject): readonly Finding[];
}

export const finding = (
  { start, end }: { readonly start: number; readonly end: number },
  message: string,
  replacements?: readonly string[],
): Finding => ({ start, end, message, ...(replacements === undefined ? {} : { replacements }) });
