/**
 * What the features give: plain data with offsets (UTF-16 units in the whole document). They know no LSP.
 *
 *   const document = new SqlDocument(text);            // sql/document.ts; `document.update(text)` on every change
 *   complete(document, offset, picture, options)       // features/completion.ts -> CompletionResult
 *   signatureHelp(document, offset)                    // features/signature.ts  -> SignatureResult | null
 *   hover(document, offset, picture)                   // features/hover.ts      -> HoverResult | null
 *   diagnose(document, picture, options)               // features/diagnostics.ts -> DiagnosticsResult
 *   statementAt(document, offset)                      // features/statements.ts -> StatementSpan | null
 *   statementsIn(document, start?, end?)               //                        -> StatementSpan[]
 */
import type { Wanted } from '../sql/catalog-picture';

export interface LanguageOptions {
  /** `4.0` (default) or `4.1`. */
  readonly sparkVersion?: string;
}

export type CompletionKind =
  | 'keyword'
  | 'catalog'
  | 'namespace'
  | 'table'
  | 'view'
  | 'column'
  | 'field'
  | 'function'
  | 'metadataTable'
  | 'alias'
  | 'cte'
  | 'snapshot'
  | 'branch'
  | 'tag'
  | 'procedure'
  | 'argument'
  | 'type'
  | 'property'
  | 'variable'
  | 'value'
  | 'template';

export interface CompletionItem {
  readonly label: string;
  readonly kind: CompletionKind;
  readonly insertText: string;
  /** What the typed text is matched against, when it is not the label. */
  readonly filterText?: string;
  /** Items are already in this order; the editor sorts by it again. */
  readonly sortText: string;
  readonly detail: string;
  /** Markdown, made when asked for; outside text in it is escaped. */
  readonly documentation?: () => string;
  /** Offsets of the text the item takes the place of: from the start of the word to its end. The caret is within. */
  readonly replace: readonly [number, number];
  /** In place of `insertText` where the editor takes snippets: `${1:name}`, `$0`. */
  readonly snippet?: string;
  /** Text that goes elsewhere in the document. */
  readonly edits?: readonly { readonly at: number; readonly text: string }[];
  /** What to open once it is accepted. */
  readonly next?: 'suggest' | 'parameters';
  readonly commitCharacters?: readonly string[];
  /** The table it names: more can be told of it once that is loaded. */
  readonly table?: TableAddress;
}

export interface TableAddress {
  readonly catalog: string;
  readonly namespace: readonly string[];
  readonly name: string;
}

export interface CompletionResult {
  readonly items: readonly CompletionItem[];
  /** True while something wanted is not loaded: ask again on the next key. */
  readonly incomplete: boolean;
  readonly wanted: readonly Wanted[];
}

/** A function or procedure whose arguments are being written. */
export interface SignatureResult {
  readonly label: string;
  readonly documentation: string;
  /** Offsets into `label`; Markdown. */
  readonly parameters: readonly { readonly label: readonly [number, number]; readonly documentation: string }[];
  /** The parameter at the caret; null when it is none of them. */
  readonly active: number | null;
}

export interface HoverResult {
  readonly start: number;
  readonly end: number;
  /** Markdown; outside text in it is escaped. */
  readonly markdown: string;
  readonly wanted: readonly Wanted[];
}

export interface Diagnostic {
  readonly start: number;
  readonly end: number;
  readonly severity: DiagnosticSeverity;
  /** `syntax`, `unknown-table`, `unknown-column`, …: each has a page in docs/rules. */
  readonly code: string;
  readonly message: string;
  readonly tag?: 'unnecessary' | 'deprecated';
  /** What could stand there instead, best first. */
  readonly replacements?: readonly string[];
}

export type DiagnosticSeverity = 'error' | 'warning' | 'information' | 'hint';

export interface DiagnosticOptions extends LanguageOptions {
  /** By code, instead of what the rule has itself; `off` silences it. Codes that are not there are ignored. */
  readonly severities?: Readonly<Record<string, DiagnosticSeverity | 'off'>>;
}

export interface DiagnosticsResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly wanted: readonly Wanted[];
  /** What diagnostics rest on: worth loading again if it is old, before they are believed for long. */
  readonly restsOn: readonly Wanted[];
}

/** One statement: `text` is `document.text.slice(start, end)`, without the semicolon and surrounding blanks and comments. */
export interface StatementSpan {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What a statement does when it runs. Names have the parts that the statement writes. */
export interface Effect {
  /** It leaves data and catalogs as they are: it may change the session, never what others see. */
  readonly reads: boolean;
  /** Tables that get rows, in the order of the text. */
  readonly writes: readonly (readonly string[])[];
  readonly losses: readonly Loss[];
  /** What it wants values for: `:name` in the order of the text, and how many `?`. */
  readonly parameters: { readonly named: readonly string[]; readonly positional: number };
}

/** Something that is deleted or dropped. */
export interface Loss {
  /** The words that do it: `DELETE`, `DROP TABLE`, `TRUNCATE`. */
  readonly action: string;
  readonly what: 'table' | 'view' | 'namespace';
  readonly name: readonly string[];
  /** Of a DELETE: what follows WHERE; null where all of it goes. */
  readonly condition: string | null;
}
