import { type CodeLens, CodeLensRefreshRequest } from 'vscode-languageserver/node';
import { lenses } from '../../features/lenses';
import { EXPLAIN_STATEMENT, RUN_STATEMENT, type StatementTarget, TABLE_DOCUMENT_SCHEME } from '../../protocol';
import { rangeOf } from '../convert';
import { isCell } from '../notebook';
import type { Host, Provider } from '../provider';
import { safely } from '../runner';

/** Run and Explain over each statement, in editors that have the commands. */
export const codeLens: Provider = {
  capabilities: (_client, { commands }) =>
    commands === undefined || commands.length === 0 ? {} : { codeLensProvider: { resolveProvider: false } },
  start(host) {
    host.connection.onCodeLens(({ textDocument }) =>
      safely<CodeLens[]>(host.log, 'code lenses', [], () => lensesOf(host, textDocument.uri)),
    );
    host.settings.onChanged(() => {
      if (host.client().workspace?.codeLens?.refreshSupport !== true) return;
      void safely(host.log, 'code lenses', undefined, () => host.connection.sendRequest(CodeLensRefreshRequest.type));
    });
  },
};

async function lensesOf({ documents, settings }: Host, uri: string): Promise<CodeLens[]> {
  // A cell has a button of its own.
  if (isCell(uri)) return [];
  await settings.ready();
  const document = documents.whole(uri);
  const commands = settings.get('commands');
  // The statement of a definition document has run long ago.
  if (uri.startsWith(`${TABLE_DOCUMENT_SCHEME}:`)) return [];
  if (document === null || !Array.isArray(commands) || !settings.boolean('codeLens', true)) return [];
  const { text, sql } = document;
  return lenses(sql).flatMap(({ start, end, explainable }) => {
    const range = rangeOf(text, start, end);
    // It stands above the statement's first line; the rest of the range would only draw it again while that scrolls out.
    const line = { start: range.start, end: range.start };
    const target: StatementTarget = { uri, version: text.version, position: range.start };
    const lens = (title: string, command: string): CodeLens[] =>
      commands.includes(command) ? [{ range: line, command: { title, command, arguments: [target] } }] : [];
    return [...lens('Run', RUN_STATEMENT), ...(explainable ? lens('Explain', EXPLAIN_STATEMENT) : [])];
  });
}
