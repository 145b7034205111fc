/**
 * Fixtures in test/fixtures/grammar: below a line of SQL, lines that begin with `-->` mark columns with `^` and name a
 * scope the marked text must have (`!scope`: must not have), by its beginning.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { OnigScanner, OnigString, loadWASM } from 'vscode-oniguruma';
import { INITIAL, type IGrammar, type IRawGrammar, Registry, parseRawGrammar } from 'vscode-textmate';
import { beforeAll, describe, expect, it } from 'vitest';

const SYNTAXES = join(import.meta.dirname, '../../../syntaxes');
const FIXTURES = join(import.meta.dirname, '../../fixtures/grammar');

/** A grammar as another extension may bring it for .sql files: it colours words we do not know. */
const OTHER_SQL: IRawGrammar = parseRawGrammar(
  JSON.stringify({
    scopeName: 'source.sql',
    patterns: [
      { name: 'keyword.foreign.sql', match: '\\b(GO|PRINT|SELECT|VERSION)\\b' },
      { name: 'comment.line.foreign.sql', begin: '#', end: '$' },
      { name: 'string.foreign.sql', begin: '«', end: '»' },
    ],
  }),
  'other.json',
);

/** As much of Python as the injection has to get along with: a call takes its parentheses itself, as VS Code's grammar has it. */
const PYTHON: IRawGrammar = parseRawGrammar(
  JSON.stringify({
    scopeName: 'source.python',
    patterns: [{ include: '#expression' }],
    repository: {
      expression: {
        patterns: [
          { name: 'comment.line.python', match: '#.*$' },
          { name: 'string.quoted.multi.python', begin: '[a-zA-Z]{0,2}"""', end: '"""' },
          { name: 'string.quoted.single.python', match: '[a-zA-Z]{0,2}("[^"]*"|\'[^\']*\')' },
          {
            name: 'meta.function-call.python',
            begin: '\\b(?=[a-zA-Z_]\\w*\\s*\\()',
            end: '\\)',
            patterns: [
              { name: 'meta.function-call.generic.python', match: '[a-zA-Z_]\\w*' },
              { begin: '\\(', end: '(?=\\))', patterns: [{ include: '#expression' }] },
            ],
          },
          { name: 'variable.python', match: '[a-zA-Z_]\\w*' },
        ],
      },
    },
  }),
  'python.json',
);

let spark: IGrammar;
let python: IGrammar;
let sql: IGrammar;

beforeAll(async () => {
  const wasm = join(dirname(createRequire(import.meta.url).resolve('vscode-oniguruma')), 'onig.wasm');
  await loadWASM(readFileSync(wasm));
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (sources) => new OnigScanner(sources),
      createOnigString: (text) => new OnigString(text),
    }),
    loadGrammar: async (scope) => FOREIGN[scope] ?? read(scope),
    getInjections: (scope) => INJECTIONS[scope],
  });
  spark = grammar(await registry.loadGrammar('source.sql.spark'));
  sql = grammar(await registry.loadGrammar('source.sql'));
  python = grammar(await registry.loadGrammar('source.python'));
});

function grammar(loaded: IGrammar | null): IGrammar {
  if (loaded === null) throw new Error('no grammar');
  return loaded;
}

function read(scope: string): IRawGrammar {
  const file = FILES[scope] ?? '';
  return parseRawGrammar(readFileSync(join(SYNTAXES, file), 'utf8'), file);
}

const FOREIGN: Readonly<Record<string, IRawGrammar>> = { 'source.sql': OTHER_SQL, 'source.python': PYTHON };
const FILES: Readonly<Record<string, string>> = {
  'source.sql.spark': 'spark-sql.tmLanguage.json',
  'source.sql.spark.injection': 'spark-sql.injection.tmLanguage.json',
  'source.sql.spark.python': 'spark-sql.python.tmLanguage.json',
  'source.sql.spark.python.field': 'spark-sql.python-field.tmLanguage.json',
};
const INJECTIONS: Readonly<Record<string, string[]>> = {
  'source.sql': ['source.sql.spark.injection'],
  'source.python': ['source.sql.spark.python', 'source.sql.spark.python.field'],
};

interface Claim {
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly scope: string;
}

function parse(text: string): { readonly source: readonly string[]; readonly claims: readonly Claim[] } {
  const source: string[] = [];
  const claims: Claim[] = [];
  for (const line of text.split('\n')) {
    const claim = /^-->\s*(\^+)\s+(\S+)\s*$/.exec(line);
    if (claim === null) {
      source.push(line);
      continue;
    }
    const from = line.indexOf('^');
    claims.push({ line: source.length - 1, from, to: from + (claim[1]?.length ?? 0), scope: claim[2] ?? '' });
  }
  return { source, claims };
}

function scopesOf(from: IGrammar, source: readonly string[]): (line: number, column: number) => readonly string[] {
  let state = INITIAL;
  const lines = source.map((line) => {
    const result = from.tokenizeLine(line, state);
    state = result.ruleStack;
    return result.tokens;
  });
  return (line, column) =>
    lines[line]?.find(({ startIndex, endIndex }) => startIndex <= column && column < endIndex)?.scopes ?? [];
}

describe.each([
  ['on its own', '.sql', (): IGrammar => spark],
  ['injected into the grammar of .sql files', '.sql', (): IGrammar => sql],
  ['injected into the grammar of Python', '.py', (): IGrammar => python],
])('the grammar %s', (_, ending, of) => {
  it.each(readdirSync(FIXTURES).filter((file) => file.endsWith(ending)))('%s', (file) => {
    const { source, claims } = parse(readFileSync(join(FIXTURES, file), 'utf8'));
    expect(claims.length).toBeGreaterThan(0);
    const scopes = scopesOf(of(), source);
    const wrong = claims.flatMap(({ line, from, to, scope }) => {
      const wanted = scope.replace(/^!/, '');
      return Array.from({ length: to - from }, (_unused, index) => from + index)
        .filter((column) => scopes(line, column).some((name) => name.startsWith(wanted)) === scope.startsWith('!'))
        .slice(0, 1)
        .map(
          (column) =>
            `${source[line]?.slice(from, to)} at ${line + 1}:${column + 1}: ${scope}, has ${scopes(line, column).join(' ')}`,
        );
    });
    expect(wrong).toEqual([]);
  });
});

describe('the injection', () => {
  it('leaves what only the other grammar knows to it', () => {
    const scopes = scopesOf(sql, ['GO # SELECT', '« SELECT »', 'SELECT']);
    expect(scopes(0, 0)).toContain('keyword.foreign.sql');
    expect(scopes(0, 5)).toEqual(['source.sql', 'comment.line.foreign.sql']);
    expect(scopes(1, 3)).toEqual(['source.sql', 'string.foreign.sql']);
    expect(scopes(2, 0)).toContain('keyword.other.DML.sql');
  });

  it('ends every construct that a corpus of statements opens', () => {
    const source = readFileSync(join(FIXTURES, 'strings-and-comments.sql'), 'utf8').split('\n');
    const scopes = scopesOf(spark, [...source, "SELECT 'done'", 'x']);
    expect(scopes(source.length + 1, 0)).toEqual(['source.sql.spark']);
  });
});
