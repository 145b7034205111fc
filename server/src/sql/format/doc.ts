/**
 * Layout as data, after Wadler's "A prettier printer": a text with places where lines may break. A group stays on one line
 * when it fits; otherwise every break of its own becomes a new line.
 */
export type Doc =
  | string
  | { readonly kind: 'concat'; readonly docs: readonly Doc[]; readonly hard: boolean }
  | { readonly kind: 'indent'; readonly doc: Doc; readonly hard: boolean }
  | { readonly kind: 'group'; readonly doc: Doc; readonly hard: boolean }
  | { readonly kind: 'line'; readonly flat: string; readonly hard: boolean }
  /** A new line unless nothing but blanks stands on this one. */
  | { readonly kind: 'fresh'; readonly hard: true }
  /** A comment that ends its line. */
  | { readonly kind: 'ending'; readonly text: string; readonly hard: true };

/** A blank, or a new line where the group does not fit. */
export const line: Doc = { kind: 'line', flat: ' ', hard: false };
/** Nothing, or a new line where the group does not fit. */
export const softline: Doc = { kind: 'line', flat: '', hard: false };
export const hardline: Doc = { kind: 'line', flat: '', hard: true };
export const fresh: Doc = { kind: 'fresh', hard: true };

const isHard = (doc: Doc): boolean => typeof doc !== 'string' && doc.hard;

export function concat(...docs: readonly Doc[]): Doc {
  return { kind: 'concat', docs, hard: docs.some(isHard) };
}
export function indent(...docs: readonly Doc[]): Doc {
  const doc = concat(...docs);
  return { kind: 'indent', doc, hard: isHard(doc) };
}
export function group(...docs: readonly Doc[]): Doc {
  const doc = concat(...docs);
  return { kind: 'group', doc, hard: isHard(doc) };
}
export function ending(text: string): Doc {
  return { kind: 'ending', text, hard: true };
}
export function join(separator: Doc, docs: readonly Doc[]): Doc {
  return concat(...docs.flatMap((doc, i) => (i === 0 ? [doc] : [separator, doc])));
}

export interface PrintOptions {
  /** What one level of indentation is: blanks or a tab. */
  readonly unit: string;
  /** How many columns a level is wide. */
  readonly unitWidth: number;
  readonly width: number;
}

interface Command {
  readonly level: number;
  readonly flat: boolean;
  readonly doc: Doc;
}

/** Prints a layout. Lines end with `\n` and, blanks inside tokens apart, never with a blank. */
export function print(doc: Doc, options: PrintOptions): string {
  const out: string[] = [];
  const commands: Command[] = [{ level: 0, flat: false, doc }];
  let column = 0;
  let isFresh = true;
  let mustBreak = false;
  const newLine = (level: number): void => {
    while (out.length > 0 && /^[ \t]*$/.test(out.at(-1) ?? 'x')) out.pop();
    if (out.length > 0) out.push('\n');
    out.push(options.unit.repeat(level));
    column = level * options.unitWidth;
    isFresh = true;
    mustBreak = false;
  };
  const write = (text: string, level: number): void => {
    if (text === '') return;
    const isBlank = text === ' ';
    if (isBlank && (isFresh || mustBreak)) return;
    if (mustBreak) newLine(level);
    out.push(text);
    const last = text.lastIndexOf('\n');
    column = last < 0 ? column + text.length : text.length - last - 1;
    if (!isBlank) isFresh = false;
  };
  for (let command = commands.pop(); command !== undefined; command = commands.pop()) {
    const { level, flat, doc } = command;
    if (typeof doc === 'string') write(doc, level);
    else
      switch (doc.kind) {
        case 'concat':
          for (let i = doc.docs.length - 1; i >= 0; i--) commands.push({ level, flat, doc: doc.docs[i] ?? '' });
          break;
        case 'indent':
          commands.push({ level: level + 1, flat, doc: doc.doc });
          break;
        case 'group': {
          const inner = { level, flat: true, doc: doc.doc };
          const stays = flat || (!doc.hard && !mustBreak && fits(inner, commands, options.width - column));
          commands.push({ ...inner, flat: stays });
          break;
        }
        case 'line':
          if (flat && !doc.hard) write(doc.flat, level);
          else if (!isFresh || doc.hard) newLine(level);
          else out[out.length - 1] = options.unit.repeat(level);
          break;
        case 'fresh':
          if (!isFresh) newLine(level);
          break;
        case 'ending':
          write(' ', level);
          write(doc.text, level);
          mustBreak = true;
      }
  }
  return out.join('').replace(/^\n+/, '');
}

/** Whether what comes up to the next break that is sure fits into `room` columns. */
function fits(next: Command, rest: readonly Command[], room: number): boolean {
  const commands: Command[] = [next];
  let left = room;
  let below = rest.length - 1;
  while (left >= 0) {
    let command = commands.pop();
    if (command === undefined) {
      if (below < 0) return true;
      command = rest[below--];
      if (command === undefined) return true;
    }
    const { level, flat, doc } = command;
    if (typeof doc === 'string') {
      const end = doc.indexOf('\n');
      if (end >= 0) return end <= left;
      left -= doc.length;
      continue;
    }
    switch (doc.kind) {
      case 'concat':
        for (let i = doc.docs.length - 1; i >= 0; i--) commands.push({ level, flat, doc: doc.docs[i] ?? '' });
        break;
      case 'indent':
        commands.push({ level, flat, doc: doc.doc });
        break;
      case 'group':
        commands.push({ level, flat: flat && !doc.hard, doc: doc.doc });
        break;
      case 'line':
        if (!flat || doc.hard) return true;
        left -= doc.flat.length;
        break;
      case 'fresh':
      case 'ending':
        return true;
    }
  }
  return false;
}
