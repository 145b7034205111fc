/**
 * Layout as data, after Wadler's "A prettier printer": a text with places where lines may break. A group stays on one line
 * when it fits; otherwise every break of its own becomes a new line.
 */
export type Doc =
  | string
  | { readonly kind: 'concat'; readonly docs: readonly Doc[]; readonly hard: boolean; readonly open: boolean }
  | { readonly kind: 'indent' | 'group'; readonly doc: Doc; readonly hard: boolean; readonly open: boolean }
  /** Comments on lines of their own, and what they stand above. */
  | {
      readonly kind: 'above';
      readonly comments: Doc;
      readonly doc: Doc;
      readonly hard: boolean;
      readonly open: boolean;
    }
  | { readonly kind: 'line'; readonly flat: string; readonly hard: boolean; readonly open: false }
  /** A new line unless nothing but blanks stands on this one. */
  | { readonly kind: 'fresh'; readonly hard: true; readonly open: false }
  /** A comment that ends its line. */
  | { readonly kind: 'ending'; readonly text: string; readonly hard: false; readonly open: true };

/** A blank, or a new line where the group does not fit. */
export const line: Doc = { kind: 'line', flat: ' ', hard: false, open: false };
/** Nothing, or a new line where the group does not fit. */
export const softline: Doc = { kind: 'line', flat: '', hard: false, open: false };
export const hardline: Doc = { kind: 'line', flat: '', hard: true, open: false };
export const fresh: Doc = { kind: 'fresh', hard: true, open: false };

/** Whether a line is certain to end inside, so that a group of it cannot stand on one line. */
const isHard = (doc: Doc): boolean => typeof doc !== 'string' && doc.hard;
/** Whether the line must end right behind it. */
const isOpen = (doc: Doc): boolean => typeof doc !== 'string' && doc.open;

export function concat(...docs: readonly Doc[]): Doc {
  return sequence(docs);
}
function sequence(docs: readonly Doc[]): Doc {
  let hard = false;
  let open = false;
  let first: Doc = '';
  let count = 0;
  for (const doc of docs) {
    if (doc === '') continue;
    if (count++ === 0) first = doc;
    // What comes behind a comment that ends its line is on the next, and comments above something are on their own.
    else hard ||= open || isAbove(doc);
    hard ||= isHard(doc);
    open = isOpen(doc);
  }
  if (count < 2) return first;
  // Comments above the first are above all of them: what they stand above may still be on one line.
  if (isAbove(first)) return above(first.comments, sequence([first.doc, ...docs.slice(docs.indexOf(first) + 1)]));
  return { kind: 'concat', docs, hard, open };
}
export function indent(...docs: readonly Doc[]): Doc {
  const doc = sequence(docs);
  if (isAbove(doc)) return above(doc.comments, indent(doc.doc));
  return { kind: 'indent', doc, hard: isHard(doc), open: isOpen(doc) };
}
export function group(...docs: readonly Doc[]): Doc {
  const doc = sequence(docs);
  // Nothing in a text can break.
  if (typeof doc === 'string') return doc;
  return isAbove(doc) ? above(doc.comments, group(doc.doc)) : { kind: 'group', doc, hard: doc.hard, open: doc.open };
}
export function above(comments: Doc, doc: Doc): Doc {
  return { kind: 'above', comments, doc, hard: isHard(doc), open: isOpen(doc) };
}
function isAbove(doc: Doc): doc is Extract<Doc, { kind: 'above' }> {
  return typeof doc !== 'string' && doc.kind === 'above';
}
export function ending(text: string): Doc {
  return { kind: 'ending', text, hard: false, open: true };
}
export function join(separator: Doc, docs: readonly Doc[]): Doc {
  const joined: Doc[] = [];
  for (const doc of docs) {
    if (joined.length > 0) joined.push(separator);
    joined.push(doc);
  }
  return sequence(joined);
}

export interface PrintOptions {
  /** What one level of indentation is: blanks or a tab. */
  readonly unit: string;
  /** How many columns a level is wide. */
  readonly unitWidth: number;
  readonly width: number;
}

/** Prints a layout. Lines end with `\n` and, blanks inside tokens apart, never with a blank. */
export function print(doc: Doc, options: PrintOptions): string {
  return new Printer(options).print(doc);
}

/** Layouts that are still to be written, the next one last: each with its indentation, and whether it stays on one line. */
class Pending {
  readonly docs: Doc[] = [];
  readonly levels: number[] = [];
  readonly flats: boolean[] = [];

  push(doc: Doc, level: number, flat: boolean): void {
    this.docs.push(doc);
    this.levels.push(level);
    this.flats.push(flat);
  }
}

class Printer {
  /** The text so far, but for `line`, which is not finished. */
  private done = '';
  private line = '';
  private column = 0;
  /** Whether nothing but blanks stands on the line. */
  private isFresh = true;
  /** Whether a comment stands on the line that ends it. */
  private mustBreak = false;
  /** Whether a blank is to be written once something comes behind it. */
  private isBlank = false;
  private readonly pending = new Pending();
  private readonly ahead: Doc[] = [];

  constructor(private readonly options: PrintOptions) {}

  print(whole: Doc): string {
    const { docs, levels, flats } = this.pending;
    this.pending.push(whole, 0, false);
    for (let doc = docs.pop(); doc !== undefined; doc = docs.pop()) {
      const level = levels.pop() ?? 0;
      const flat = flats.pop() ?? false;
      if (typeof doc === 'string') this.write(doc, level);
      else this.put(doc, level, flat);
    }
    return this.isFresh ? this.done : this.done + this.line;
  }

  private put(doc: Exclude<Doc, string>, level: number, flat: boolean): void {
    switch (doc.kind) {
      case 'concat':
        for (let i = doc.docs.length - 1; i >= 0; i--) this.pending.push(doc.docs[i] ?? '', level, flat);
        return;
      case 'indent':
        this.pending.push(doc.doc, level + 1, flat);
        return;
      case 'group':
        this.pending.push(doc.doc, level, flat || (!doc.hard && !this.mustBreak && this.fits(doc.doc)));
        return;
      case 'above':
        this.pending.push(doc.doc, level, flat);
        this.pending.push(doc.comments, level, false);
        return;
      case 'line':
        if (flat && !doc.hard) this.write(doc.flat, level);
        else if (!this.isFresh || doc.hard) this.newLine(level);
        else this.startLine(level);
        return;
      case 'fresh':
        if (!this.isFresh) this.newLine(level);
        return;
      case 'ending':
        this.write(' ', level);
        this.write(doc.text, level);
        this.mustBreak = true;
    }
  }

  private newLine(level: number): void {
    if (!this.isFresh || this.done !== '') this.done += this.isFresh ? '\n' : `${this.line}\n`;
    this.startLine(level);
  }

  private startLine(level: number): void {
    this.line = this.options.unit.repeat(level);
    this.column = level * this.options.unitWidth;
    this.isFresh = true;
    this.mustBreak = false;
    this.isBlank = false;
  }

  private write(text: string, level: number): void {
    if (text === '') return;
    if (text === ' ') {
      if (!this.isFresh && !this.mustBreak && !this.isBlank) {
        this.isBlank = true;
        this.column++;
      }
      return;
    }
    if (this.mustBreak) this.newLine(level);
    this.line += this.isBlank ? ` ${text}` : text;
    this.isBlank = false;
    const last = text.lastIndexOf('\n');
    this.column = last < 0 ? this.column + text.length : text.length - last - 1;
    this.isFresh = false;
  }

  /** Whether a layout on one line, and what comes behind it up to the next break that is sure, fits on this line. */
  private fits(doc: Doc): boolean {
    const { docs, flats } = this.pending;
    const { ahead } = this;
    ahead.length = 0;
    ahead.push(doc);
    // What `ahead` holds is on one line if it comes from the layout itself, and as it stands behind it.
    let flat = true;
    let below = docs.length - 1;
    let left = this.options.width - this.column;
    while (left >= 0) {
      let next = ahead.pop();
      if (next === undefined) {
        if (below < 0) return true;
        flat = flats[below] ?? false;
        next = docs[below--] ?? '';
      }
      if (typeof next === 'string') {
        const end = next.indexOf('\n');
        if (end >= 0) return end <= left;
        left -= next.length;
        continue;
      }
      switch (next.kind) {
        case 'concat':
          for (let i = next.docs.length - 1; i >= 0; i--) ahead.push(next.docs[i] ?? '');
          break;
        case 'indent':
        case 'group':
          ahead.push(next.doc);
          break;
        case 'line':
          if (!flat || next.hard) return true;
          left -= next.flat.length;
          break;
        case 'above':
        case 'fresh':
        case 'ending':
          return true;
      }
    }
    return false;
  }
}
