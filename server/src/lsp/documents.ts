/** The open documents: their text as LSP positions it, and their statements as the language reads them. */
import { type Connection, TextDocuments } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { SqlDocument } from '../sql/document';
import { DEFAULT_SPARK_VERSION, type SparkVersion } from '../sql/spark-version';

/** One open document. `sql` is kept from change to change: features may keep what they found by it in a WeakMap. */
export interface OpenDocument {
  readonly text: TextDocument;
  readonly sql: SqlDocument;
}

export class Documents {
  private readonly documents = new TextDocuments(TextDocument);
  private readonly open = new Map<string, SqlDocument>();
  private version: SparkVersion = DEFAULT_SPARK_VERSION;
  private readonly changedListeners: ((document: OpenDocument) => void)[] = [];
  private readonly closedListeners: ((uri: string) => void)[] = [];

  constructor() {
    this.documents.onDidOpen(({ document }) => {
      this.open.set(document.uri, new SqlDocument(document.getText(), { sparkVersion: this.version }));
    });
    this.documents.onDidChangeContent(({ document }) => {
      const sql = this.open.get(document.uri);
      if (sql === undefined) return;
      sql.update(document.getText());
      for (const listener of this.changedListeners) listener({ text: document, sql });
    });
    this.documents.onDidClose(({ document }) => this.close(document.uri));
  }

  listen(connection: Connection): void {
    this.documents.listen(connection);
  }

  get(uri: string): OpenDocument | null {
    const sql = this.open.get(uri);
    const text = this.documents.get(uri);
    return sql === undefined || text === undefined ? null : { text, sql };
  }

  all(): OpenDocument[] {
    return [...this.open.keys()].flatMap((uri) => this.get(uri) ?? []);
  }

  /** Whose SQL the documents are; those that are open are read again. */
  setSparkVersion(version: SparkVersion): void {
    if (version === this.version) return;
    this.version = version;
    for (const document of this.all()) {
      document.sql.sparkVersion = version;
      for (const listener of this.changedListeners) listener(document);
    }
  }

  /** Called when a document was opened and after each change of it. */
  onChanged(listener: (document: OpenDocument) => void): void {
    this.changedListeners.push(listener);
  }
  onClosed(listener: (uri: string) => void): void {
    this.closedListeners.push(listener);
  }

  dispose(): void {
    for (const uri of [...this.open.keys()]) this.close(uri);
  }

  private close(uri: string): void {
    if (!this.open.delete(uri)) return;
    for (const listener of this.closedListeners) listener(uri);
  }
}
