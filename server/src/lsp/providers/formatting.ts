import { type FormattingOptions, type Position, type Range, TextEdit } from 'vscode-languageserver/node';
import { DEFAULT_FORMAT, format, type FormatOptions, type KeywordCase } from '../../features/format';
import { rangeOf } from '../convert';
import type { Host, Provider } from '../provider';
import { safely } from '../runner';
import type { SettingsStore } from '../settings';

/** Whole documents, the statements a selection touches, and a statement when its semicolon is typed. */
export const formatting: Provider = {
  capabilities: () => ({
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    documentOnTypeFormattingProvider: { firstTriggerCharacter: ';' },
  }),
  start(host) {
    const { connection, log } = host;
    connection.onDocumentFormatting(({ textDocument, options }) =>
      safely(log, 'formatting', null, () => edits(host, textDocument.uri, options)),
    );
    connection.onDocumentRangeFormatting(({ textDocument, range, options }) =>
      safely(log, 'formatting', null, () => edits(host, textDocument.uri, options, range)),
    );
    connection.onDocumentOnTypeFormatting(({ textDocument, position, options }) =>
      safely(log, 'formatting', null, () => editsAtSemicolon(host, textDocument.uri, options, position)),
    );
  },
};

async function edits(host: Host, uri: string, editor: FormattingOptions, range?: Range): Promise<TextEdit[] | null> {
  await host.settings.ready();
  const document = host.documents.whole(uri);
  if (document === null) return null;
  const { text, sql } = document;
  const part = range === undefined ? undefined : ([text.offsetAt(range.start), text.offsetAt(range.end)] as const);
  const { changes, faults } = format(sql, optionsOf(host.settings, editor), part);
  for (const { start, fault } of faults) {
    const { line } = text.positionAt(start);
    host.log.warn(`formatting: the statement at line ${line + 1} of ${uri} was left as it is (${fault})`);
  }
  return changes.map(({ start, end, newText }) => TextEdit.replace(rangeOf(text, start, end), newText));
}

/** Only a semicolon that ends a statement has it formatted: one inside a script would move what is being written. */
async function editsAtSemicolon(
  host: Host,
  uri: string,
  editor: FormattingOptions,
  position: Position,
): Promise<TextEdit[] | null> {
  const document = host.documents.whole(uri);
  if (document === null) return null;
  const at = document.text.offsetAt(position) - 1;
  const statement = document.sql.statements.find(({ stop, closed }) => closed && stop === at);
  if (statement === undefined) return [];
  const range = rangeOf(document.text, statement.start, at + 1);
  return edits(host, uri, editor, range);
}

/** The user's settings, and the editor's indentation where they say none. */
function optionsOf(settings: SettingsStore, editor: FormattingOptions): FormatOptions {
  const own = settings.number('format.indent', 0);
  return {
    keywordCase: keywordCase(settings.string('format.keywordCase', DEFAULT_FORMAT.keywordCase)),
    indent: Math.max(1, Math.trunc(own > 0 ? own : editor.tabSize)),
    useTabs: own <= 0 && !editor.insertSpaces,
    lineWidth: Math.max(1, settings.number('format.lineWidth', DEFAULT_FORMAT.lineWidth)),
  };
}

function keywordCase(value: string): KeywordCase {
  return value === 'lower' || value === 'preserve' ? value : 'upper';
}
