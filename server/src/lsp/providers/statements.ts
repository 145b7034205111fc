import { TextDocument } from 'vscode-languageserver-textdocument';
import { analyzable } from '../../features/analyzable';
import { scriptCells } from '../../features/cells';
import { statementAt, statementsIn } from '../../features/statements';
import { CELLS, type CellsParams, type CellsResult } from '../../protocol';
import { ANALYZABLE, type AnalyzableParams, type AnalyzableResult } from '../../protocol';
import { STATEMENT_AT, type StatementAtParams, type StatementAtResult } from '../../protocol';
import { STATEMENTS, type StatementsParams, type StatementsResult } from '../../protocol';
import { toWireStatement } from '../convert';
import { SqlDocument } from '../../sql/document';
import type { OpenDocument } from '../documents';
import type { Provider } from '../provider';
import { safely } from '../runner';

/** Which text runs: the extension parses no SQL. */
export const statements: Provider = {
  start({ connection, documents, log }) {
    connection.onRequest(STATEMENT_AT, ({ uri, position }: StatementAtParams) =>
      safely<StatementAtResult>(log, STATEMENT_AT, null, () => {
        const document = documents.anySize(uri);
        if (document === null) return null;
        const span = statementAt(document.sql, document.text.offsetAt(position));
        return span === null ? null : toWireStatement(document.text, span);
      }),
    );
    connection.onRequest(ANALYZABLE, ({ uri, range }: AnalyzableParams) =>
      safely<AnalyzableResult>(log, ANALYZABLE, [], () => {
        const document = documents.whole(uri);
        if (document === null) return [];
        const { sql, text } = document;
        const part = range && ([text.offsetAt(range.start), text.offsetAt(range.end)] as const);
        return analyzable(sql, ...(part ?? [])).map((span) => toWireStatement(text, span));
      }),
    );
    connection.onRequest(STATEMENTS, ({ uri, range, text: given }: StatementsParams) =>
      safely<StatementsResult>(log, STATEMENTS, [], () => {
        const document = given === undefined ? documents.anySize(uri) : unopened(uri, given);
        if (document === null) return [];
        const { sql, text } = document;
        const spans =
          range === undefined
            ? statementsIn(sql)
            : statementsIn(sql, text.offsetAt(range.start), text.offsetAt(range.end));
        return spans.map((span) => toWireStatement(text, span));
      }),
    );
    connection.onRequest(CELLS, ({ text }: CellsParams) =>
      safely<CellsResult>(log, CELLS, [], () => scriptCells(new SqlDocument(text))),
    );
  },
};

function unopened(uri: string, text: string): OpenDocument {
  return { text: TextDocument.create(uri, 'sql', 0, text), sql: new SqlDocument(text), embedded: null };
}
