/**
 * Answers about statements that hold as long as the catalogs say the same: with each answer stand the questions that were
 * put to the picture for it, and it is used again once all of them have been answered alike. Each question is put at most
 * once a round, however many statements depend on it.
 */
import type { CatalogPicture, Listing, PictureTable, TableAnswer } from '../sql/catalog-picture';

interface Question {
  readonly ask: (picture: CatalogPicture) => unknown;
  answer: unknown;
  /** The round in which it was last put. */
  round: number;
  /** Grows whenever the answer is another one. */
  version: number;
}

interface Remembered<V> {
  readonly variant: string;
  readonly value: V;
  readonly questions: readonly { readonly question: Question; readonly version: number }[];
}

export class Memo<K extends object, V> {
  private kept = new WeakMap<K, Remembered<V>>();
  private questions = new Map<string, Question>();
  private round = 0;
  private frame = '';
  private asked: Set<Question> | null = null;
  private picture: CatalogPicture | null = null;

  /** Starts a round with the catalogs as they are now. The picture it gives notes what is asked of it. */
  open(picture: CatalogPicture): CatalogPicture {
    const { catalogs, defaultCatalog, defaultNamespace } = picture;
    const frame = JSON.stringify([catalogs, defaultCatalog, defaultNamespace]);
    if (frame !== this.frame || this.questions.size > MOST_QUESTIONS) {
      this.kept = new WeakMap();
      this.questions = new Map();
      this.frame = frame;
    }
    this.round++;
    this.picture = picture;
    this.asked = null;
    const put = <T>(key: readonly unknown[], ask: (one: CatalogPicture) => T): T => {
      const question = this.question(JSON.stringify(key), ask);
      this.asked?.add(question);
      // Only what this question's own `ask` gave is ever kept as its answer.
      return this.answered(question) as T;
    };
    return {
      catalogs,
      defaultCatalog,
      defaultNamespace,
      namespaces: (catalog) => put<Listing<readonly string[]>>(['n', catalog], (one) => one.namespaces(catalog)),
      tables: (catalog, namespace) =>
        put<Listing<PictureTable>>(['l', catalog, namespace], (one) => one.tables(catalog, namespace)),
      table: (catalog, namespace, name) =>
        put<TableAnswer>(['t', catalog, namespace, name], (one) => one.table(catalog, namespace, name)),
    };
  }

  /** What `make` says of `key`, or said of it when all it depended on was the same, `variant` included. */
  get(key: K, variant: string, make: () => V): V {
    const known = this.kept.get(key);
    if (known?.variant === variant && known.questions.every((one) => this.holds(one))) return known.value;
    const before = this.asked;
    const asked = new Set<Question>();
    this.asked = asked;
    const value = make();
    this.asked = before;
    const questions = [...asked].map((question) => ({ question, version: question.version }));
    this.kept.set(key, { variant, value, questions });
    return value;
  }

  private holds({ question, version }: Remembered<V>['questions'][number]): boolean {
    this.answered(question);
    return question.version === version;
  }

  private question(key: string, ask: Question['ask']): Question {
    let question = this.questions.get(key);
    if (question === undefined) {
      question = { ask, answer: undefined, round: 0, version: 0 };
      this.questions.set(key, question);
    }
    return question;
  }

  private answered(question: Question): unknown {
    if (question.round === this.round || this.picture === null) return question.answer;
    const answer = question.ask(this.picture);
    if (!isAlike(answer, question.answer)) question.version++;
    question.answer = answer;
    question.round = this.round;
    return answer;
  }
}

/** A document does not name so many tables at a time; years of typing would. */
const MOST_QUESTIONS = 5_000;

/** Shapes are the same object until their table changes; a listing is wrapped anew each time, one of namespaces made anew. */
function isAlike(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  return isListing(a) && isListing(b) && a.complete === b.complete && hasSameItems(a.items, b.items);
}

function hasSameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a === b) return true;
  return a.length === b.length && a.every((one, i) => isSameName(one, b[i]));
}

/** Of a namespace: the same levels. */
function isSameName(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  return a.every((level, i) => level === b[i]);
}

const isListing = (value: unknown): value is Listing<unknown> =>
  typeof value === 'object' && value !== null && 'items' in value && 'complete' in value;
