import { statementAt, statementsIn } from '../../features/statements';
import { STATEMENT_AT, type StatementAtParams, type StatementAtResult } from '../../protocol';
import { STATEMENTS, type StatementsParams, type StatementsResult } from '../../protocol';
import { toWireStatement } from '../convert';
import type { Provider } from '../provider';
import { safely } from '../runner';

/** Which text runs: the extension parses no SQL. */
export const statements: Provider = {
  start({ connection, documents, log }) {
    connection.onRequest(STATEMENT_AT, ({ uri, position }: StatementAtParams) =>
      safely<StatementAtResult>(log, STATEMENT_AT, null, () => {
        const document = documents.get(uri);
        if (document === null) return null;
        const span = statementAt(document.sql, document.text.offsetAt(position));
        return span === null ? null : toWireStatement(document.text, span);
      }),
    );
    connection.onRequest(STATEMENTS, ({ uri, range }: StatementsParams) =>
      safely<StatementsResult>(log, STATEMENTS, [], () => {
        const document = documents.get(uri);
        if (document === null) return [];
        const { sql, text } = document;
        const spans =
          range === undefined
            ? statementsIn(sql)
            : statementsIn(sql, text.offsetAt(range.start), text.offsetAt(range.end));
        return spans.map((span) => toWireStatement(text, span));
      }),
    );
  },
};
