/**
 * Spark's DDL type string as a tree, for showing nested columns. Grammar: the data types of Spark's SQL reference,
 * `struct<name: type [NOT NULL] [COMMENT 'text'], …>`, `array<type>`, `map<type, type>`, and everything else by name.
 */

export interface TypeNode {
  /** The type in one line: `struct<…>` of a struct, `array<bigint>`, `decimal(10,2)`. */
  readonly text: string;
  readonly kind: 'primitive' | 'struct' | 'array' | 'map';
  /** Fields of a struct; `element` of an array; `key` and `value` of a map. */
  readonly children: readonly TypeField[];
}

export interface TypeField {
  readonly name: string;
  readonly type: TypeNode;
  readonly nullable: boolean;
  readonly comment: string | null;
}

/** Deeper nesting than this is shown as text: a hostile type string must not exhaust the stack. */
const MAX_DEPTH = 64;

/** Parses a type string. Never throws: what cannot be read becomes a primitive whose text is the input. */
export function parseType(text: string): TypeNode {
  const reader = new TypeReader(text);
  const type = reader.type(0);
  reader.blanks();
  return type === null || !reader.atEnd() ? primitive(text.trim()) : type;
}

function primitive(text: string): TypeNode {
  return { text, kind: 'primitive', children: [] };
}

/** Reads from left to right; every method gives null where the text is not what it reads. */
class TypeReader {
  private at = 0;

  constructor(private readonly source: string) {}

  atEnd(): boolean {
    return this.at >= this.source.length;
  }

  blanks(): void {
    while (/\s/.test(this.source.charAt(this.at))) this.at++;
  }

  type(depth: number): TypeNode | null {
    if (depth > MAX_DEPTH) return null;
    this.blanks();
    const start = this.at;
    const word = this.match(/[A-Za-z_][A-Za-z0-9_]*/y)?.toLowerCase();
    if (word === undefined) return null;
    if (word === 'struct' || word === 'array' || word === 'map') {
      this.blanks();
      if (this.take('<')) return this.nested(word, start, depth);
    }
    this.match(/\s*\([^()]*\)/y);
    // Types of several words: `interval year to month`, `timestamp without time zone`, `string collate UNICODE`.
    if (word === 'interval') this.match(/(\s+(year|month|day|hour|minute|second|to))+/iy);
    this.match(/\s+(with|without)\s+(local\s+)?time\s+zone/iy);
    this.match(/\s+collate\s+[A-Za-z0-9_]+/iy);
    return primitive(this.source.slice(start, this.at));
  }

  private nested(kind: 'struct' | 'array' | 'map', start: number, depth: number): TypeNode | null {
    const children = kind === 'struct' ? this.fields(depth) : this.arguments(kind, depth);
    if (children === null) return null;
    this.blanks();
    if (!this.take('>')) return null;
    return { text: this.source.slice(start, this.at), kind, children };
  }

  private arguments(kind: 'array' | 'map', depth: number): TypeField[] | null {
    const fields: TypeField[] = [];
    for (const name of kind === 'array' ? ['element'] : ['key', 'value']) {
      if (fields.length > 0) {
        this.blanks();
        if (!this.take(',')) return null;
      }
      const type = this.type(depth + 1);
      if (type === null) return null;
      fields.push({ name, type, nullable: true, comment: null });
    }
    return fields;
  }

  private fields(depth: number): TypeField[] | null {
    const fields: TypeField[] = [];
    this.blanks();
    if (this.source.charAt(this.at) === '>') return fields;
    do {
      const field = this.field(depth);
      if (field === null) return null;
      fields.push(field);
      this.blanks();
    } while (this.take(','));
    return fields;
  }

  private field(depth: number): TypeField | null {
    this.blanks();
    // Hive and Glue write field names without quotes whatever they hold, so a name ends only at the colon.
    const quoted = this.match(/`(?:[^`]|``)*`/y);
    const name = quoted === undefined ? this.match(/[^:<>,`\s]+/y) : quoted.slice(1, -1).replaceAll('``', '`');
    if (name === undefined) return null;
    this.blanks();
    this.take(':');
    const type = this.type(depth + 1);
    if (type === null) return null;
    const nullable = this.match(/\s+not\s+null/iy) === undefined;
    const comment = this.match(/\s+comment\s+'(?:[^'\\]|\\.)*'/iy);
    return { name, type, nullable, comment: comment === undefined ? null : literal(comment) };
  }

  private take(character: string): boolean {
    if (this.source.charAt(this.at) !== character) return false;
    this.at++;
    return true;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }
}

function literal(comment: string): string {
  return comment.slice(comment.indexOf("'") + 1, -1).replace(/\\(.)/gs, '$1');
}
