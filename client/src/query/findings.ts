import * as vscode from 'vscode';
import type { LakehouseError } from '../../../lakehouse/src/errors';
import type { WireStatement } from '../../../server/src/protocol';
import { rangeOf } from './diagnostics';

export const ANALYSIS_SOURCE = 'Spark';

interface Finding {
  /** Where the query stands. */
  query: vscode.Range;
  diagnostic: vscode.Diagnostic;
}

/** What Spark's analysis found, in the editor: not where somebody else says so already, and gone with an edit of its query. */
export class Findings implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('Spark analysis');
  private readonly found = new Map<string, Finding[]>();
  private readonly subscription: vscode.Disposable;

  constructor() {
    this.subscription = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      for (const uri of uris) if (this.found.has(uri.toString())) this.show(uri);
    });
  }

  /** Takes the place of what was found in `parts` of the document. */
  set(
    document: vscode.TextDocument,
    parts: readonly vscode.Range[],
    found: readonly { readonly query: WireStatement; readonly error: LakehouseError }[],
  ): void {
    const fresh = found.map(({ query, error }): Finding => {
      const diagnostic = new vscode.Diagnostic(rangeOf(document, query, error), error.message);
      diagnostic.source = ANALYSIS_SOURCE;
      diagnostic.code = error.condition ?? error.code;
      const { start, end } = query.range;
      return { query: new vscode.Range(start.line, start.character, end.line, end.character), diagnostic };
    });
    const others = (this.found.get(document.uri.toString()) ?? []).filter(
      ({ query }) => !parts.some((part) => part.intersection(query) !== undefined),
    );
    this.keep(document.uri, [...others, ...fresh]);
  }

  /** Takes away what stands in an edited query, and moves what stands below. */
  edited({ uri }: vscode.TextDocument, changes: readonly vscode.TextDocumentContentChangeEvent[]): void {
    let kept = this.found.get(uri.toString());
    if (kept === undefined) return;
    for (const { range, text } of changes) {
      const lines = text.split('\n').length - 1 - (range.end.line - range.start.line);
      kept = kept
        .filter(({ query }) => query.end.isBefore(range.start) || query.start.line > range.end.line)
        .map((one) => (one.query.start.line > range.end.line ? moved(one, lines) : one));
    }
    this.keep(uri, kept);
  }

  clear(uri: vscode.Uri): void {
    if (this.found.delete(uri.toString())) this.collection.delete(uri);
  }

  clearAll(): void {
    this.found.clear();
    this.collection.clear();
  }

  private keep(uri: vscode.Uri, found: Finding[]): void {
    if (found.length === 0) this.clear(uri);
    else {
      this.found.set(uri.toString(), found);
      this.show(uri);
    }
  }

  private show(uri: vscode.Uri): void {
    const shown = this.collection.get(uri) ?? [];
    const all = (this.found.get(uri.toString()) ?? []).map(({ diagnostic }) => diagnostic);
    const others = vscode.languages.getDiagnostics(uri).filter((one) => !isOneOf(one, all) && !isOneOf(one, shown));
    const news = all.filter((one) => !others.some(({ range }) => range.intersection(one.range) !== undefined));
    // Showing the same again would be told as a change, for ever.
    if (news.length === shown.length && news.every((one, index) => isSame(one, shown[index]))) return;
    this.collection.set(uri, news);
  }

  dispose(): void {
    vscode.Disposable.from(this.subscription, this.collection).dispose();
  }
}

function moved({ query, diagnostic }: Finding, lines: number): Finding {
  if (lines === 0) return { query, diagnostic };
  const shift = ({ start, end }: vscode.Range): vscode.Range =>
    new vscode.Range(start.translate(lines), end.translate(lines));
  const copy = new vscode.Diagnostic(shift(diagnostic.range), diagnostic.message);
  copy.source = diagnostic.source;
  copy.code = diagnostic.code;
  return { query: shift(query), diagnostic: copy };
}

const isOneOf = (one: vscode.Diagnostic, list: readonly vscode.Diagnostic[]): boolean => list.includes(one);

function isSame(one: vscode.Diagnostic, other: vscode.Diagnostic | undefined): boolean {
  return other !== undefined && one.message === other.message && one.range.isEqual(other.range);
}
