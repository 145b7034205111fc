import { mutate } from '../oracle/mutations';

/** Pieces that somebody types, and some that nobody does. */
const pieces = [
  ...[
    'SELECT ',
    'FROM ',
    '(',
    ')',
    '))',
    "'",
    '"',
    '`',
    '/*',
    '*/',
    '/*+',
    '--',
    ';',
    '\n',
    '|>',
    '.',
    ',',
    '$',
    '${x}',
  ],
  ...['\\', 'BEGIN ', 'END', 'CASE ', 'WITH x AS (', 'CREATE TABLE t (', 'lake.sales.orders', ' AS OF ', '=> ', '-> '],
  ...['::', '<', '\u0000', '\ud800', 'größe', '😀', '\r\n', '\u00a0', 'r"', "x'", '1e', '0.', '..', 'IDENTIFIER('],
  ...['CONSTRAINT ', '[', ' BY ', 'MATCHED ', ' THEN ', 'INTERVAL ', 'PARTITION ', ':', '=', '*', 'a', ' ', '1'],
];

type Next = (n: number) => number;

/** A text that somebody, or something, may have typed. */
export function makeText(sources: readonly string[], next: Next): string {
  const source = sources[next(sources.length)] ?? '';
  switch (next(5)) {
    case 0:
      return mutate(source, next);
    case 1: {
      let text = source;
      for (let edits = 1 + next(5); edits > 0; edits--) text = edit(text, next);
      return text;
    }
    case 2:
      return Array.from({ length: next(60) }, () => pieces[next(pieces.length)] ?? '').join('');
    case 3:
      return String.fromCharCode(...Array.from({ length: next(200) }, () => next(next(4) === 0 ? 65_536 : 128)));
    default:
      return source.slice(0, next(source.length)) + (sources[next(sources.length)] ?? '').slice(next(100));
  }
}

/** One edit somewhere: a piece or bytes put in, some signs taken out, a token changed. */
export function edit(text: string, next: Next): string {
  const at = next(text.length + 1);
  switch (next(8)) {
    case 0:
      return mutate(text, next);
    case 1:
      return text.slice(0, at) + text.slice(at + 1 + next(20));
    case 2:
      return text.slice(0, at) + String.fromCharCode(next(next(3) === 0 ? 65_536 : 128)) + text.slice(at);
    default:
      return text.slice(0, at) + (pieces[next(pieces.length)] ?? '') + text.slice(at + next(3));
  }
}
