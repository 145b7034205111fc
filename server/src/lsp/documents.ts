/** The open documents: their text as LSP positions it, and their statements as the language reads them. */
import { type Connection, TextDocuments } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Embedded, embeddedSql } from '../embedded/python';
import { SqlDocument } from '../sql/document';
import { DEFAULT_SPARK_VERSION, type SparkVersion } from '../sql/spark-version';

/** One open document. `sql` is kept from change to change: features may keep what they found by it in a WeakMap. */
export interface OpenDocument {
  readonly text: TextDocument;
  readonly sql: SqlDocument;
  /** Of a document in another language the SQL in it; null for one that is SQL. */
  readonly embedded: Embedded | null;
}

const NOTHING: Embedded = { text: '', regions: [] };

interface Entry {
  /** Of a large document it may be behind the text. */
  readonly sql: SqlDocument;
  embedded: Embedded | null;
  /** Features that cost too much for its size are off. */
  isLarge: boolean;
  /** The user wants them all the same. */
  isWanted: boolean;
}

/** Characters above which a document is large. */
export const DEFAULT_LARGE = 2_000_000;

export class Documents {
  private readonly documents = new TextDocuments(TextDocument);
  private readonly open = new Map<string, Entry>();
  private isPythonRead = true;
  private largest = DEFAULT_LARGE;
  private readonly largeListeners: ((uri: string, isLarge: boolean) => void)[] = [];
  private version: SparkVersion = DEFAULT_SPARK_VERSION;
  private readonly changedListeners: ((document: OpenDocument) => void)[] = [];
  private readonly closedListeners: ((uri: string) => void)[] = [];

  constructor() {
    this.documents.onDidOpen(({ document }) => {
      const entry = { sql: new SqlDocument('', { sparkVersion: this.version }), embedded: null };
      this.open.set(document.uri, { ...entry, isLarge: false, isWanted: false });
    });
    this.documents.onDidChangeContent(({ document }) => this.changed(document));
    this.documents.onDidClose(({ document }) => this.close(document.uri));
  }

  listen(connection: Connection): void {
    this.documents.listen(connection);
  }

  /** Null for a document that is not open, or large. */
  get(uri: string): OpenDocument | null {
    const entry = this.open.get(uri);
    const text = this.documents.get(uri);
    return entry === undefined || entry.isLarge || text === undefined ? null : { text, ...entry };
  }

  /** A document of any size. That of a large one is read when it is asked for, not with each key. */
  anySize(uri: string): OpenDocument | null {
    const entry = this.open.get(uri);
    const text = this.documents.get(uri);
    if (entry === undefined || text === undefined) return null;
    if (entry.isLarge) this.read(entry, text);
    return { text, ...entry };
  }

  /** A document that is SQL as a whole, for what is not offered inside another language. */
  whole(uri: string): OpenDocument | null {
    const document = this.get(uri);
    return document?.embedded === null ? document : null;
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

  /** Above how many characters a document is large; 0 for never. */
  setLargest(characters: number): void {
    if (characters === this.largest) return;
    this.largest = characters;
    this.measure([...this.open.keys()]);
  }

  /** Has a document helped with in spite of its size. */
  helpAnyway(uri: string): void {
    const entry = this.open.get(uri);
    if (entry === undefined) return;
    entry.isWanted = true;
    this.measure([uri]);
  }

  /** Called when a document has become large, or is no longer. */
  onLarge(listener: (uri: string, isLarge: boolean) => void): void {
    this.largeListeners.push(listener);
  }

  private measure(uris: readonly string[]): void {
    for (const uri of uris) {
      const text = this.documents.get(uri);
      if (text !== undefined) this.changed(text);
    }
  }

  /** Whether the SQL inside Python counts. */
  setPython(isRead: boolean): void {
    if (isRead === this.isPythonRead) return;
    this.isPythonRead = isRead;
    for (const { text, embedded } of this.all()) if (embedded !== null) this.changed(text);
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

  private changed(text: TextDocument): void {
    const entry = this.open.get(text.uri);
    if (entry === undefined) return;
    const { uri } = text;
    const wasLarge = entry.isLarge;
    entry.isLarge = !entry.isWanted && this.largest > 0 && text.getText().length > this.largest;
    if (entry.isLarge !== wasLarge) for (const listener of this.largeListeners) listener(uri, entry.isLarge);
    if (entry.isLarge) {
      // What was said of it does not hold for long.
      if (!wasLarge) for (const listener of this.closedListeners) listener(uri);
      return;
    }
    const before = entry.embedded;
    this.read(entry, text);
    // A document in another language without any SQL, now and before, is nobody's business.
    const isNews = entry.embedded === null || entry.embedded.regions.length + (before?.regions.length ?? 0) > 0;
    if (isNews) for (const listener of this.changedListeners) listener({ text, ...entry });
  }

  private read(entry: Entry, text: TextDocument): void {
    entry.sql.sparkVersion = this.version;
    entry.embedded = this.embeddedIn(text);
    if (entry.embedded?.regions.length !== 0)
      entry.sql.update(entry.embedded?.text ?? text.getText(), entry.embedded?.regions);
    else entry.sql.update('', []);
  }

  private embeddedIn(text: TextDocument): Embedded | null {
    if (text.languageId !== 'python') return null;
    return (this.isPythonRead ? embeddedSql(text.getText()) : null) ?? NOTHING;
  }

  private close(uri: string): void {
    if (!this.open.delete(uri)) return;
    for (const listener of this.closedListeners) listener(uri);
  }
}
