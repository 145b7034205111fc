import type { Offer } from './offers';

/** Not even the letters in this order. */
export const NO_FIT = 5;

/**
 * How far an offer is from what is typed: 0 it is that, 1 it begins so, 2 its parts do (`oi` and `ordid` for `order_id`),
 * 3 it holds it, 4 it has the letters in this order. The nearer of its label and its `match` counts.
 */
export function byDistance(given: string): (offer: Offer) => number {
  if (given === '') return () => 1;
  const typed = given.toLowerCase();
  return ({ label, match }) => {
    const own = distance(label, typed);
    return match === undefined || own <= 1 ? own : Math.min(own, distance(match, typed));
  };
}

function distance(words: string, typed: string): number {
  // Most names of a large catalog are told apart here, without making a string.
  const quote = words.charCodeAt(0);
  const from = quote === 39 || quote === 34 || quote === 96 ? 1 : 0;
  if (startsWith(words, from, typed)) return words.length - from === typed.length ? 0 : 1;
  if (!hasLetters(words, from, typed)) return NO_FIT;
  const plain = from === 0 ? words : words.slice(1);
  const text = plain.toLowerCase();
  if (beginsParts(plain, typed, 0, 0)) return 2;
  return text.includes(typed) ? 3 : 4;
}

function startsWith(words: string, from: number, typed: string): boolean {
  if (words.length - from < typed.length) return false;
  for (let i = 0; i < typed.length; i++) if (!isLike(words, from + i, typed, i)) return false;
  return true;
}

/** Whether a letter is that of `typed`, which is in lower case. */
function isLike(words: string, at: number, typed: string, i: number): boolean {
  const sign = words.charCodeAt(at);
  const wanted = typed.charCodeAt(i);
  if (sign === wanted || (isCapital(sign) && sign + 32 === wanted)) return true;
  return sign > 127 && words.charAt(at).toLowerCase() === typed.charAt(i);
}

/** Whether the letters of `typed`, in lower case, are there in this order. */
function hasLetters(words: string, from: number, typed: string): boolean {
  let done = 0;
  for (let at = from; at < words.length; at++) {
    if (isLike(words, at, typed, done) && ++done === typed.length) return true;
  }
  return false;
}

/** Whether what is typed can be cut into pieces that begin parts of the words, in order. */
function beginsParts(words: string, typed: string, from: number, done: number): boolean {
  if (done === typed.length) return true;
  for (let start = from; start < words.length; start++) {
    if (!isPartStart(words, start)) continue;
    let length = 0;
    while (done + length < typed.length && words.charAt(start + length).toLowerCase() === typed.charAt(done + length))
      length++;
    // The longest piece first; a shorter one may leave more for the parts that follow.
    for (; length > 0; length--) if (beginsParts(words, typed, start + length, done + length)) return true;
  }
  return false;
}

/** The first letter, one after a sign, a capital after a small letter, a digit after a letter. */
function isPartStart(words: string, at: number): boolean {
  const sign = words.charCodeAt(at);
  if (!isLetter(sign) && !isDigit(sign)) return false;
  if (at === 0) return true;
  const before = words.charCodeAt(at - 1);
  if (!isLetter(before) && !isDigit(before)) return true;
  return (isCapital(sign) && !isCapital(before)) || (isDigit(sign) && isLetter(before));
}

const isCapital = (code: number): boolean => code >= 65 && code <= 90;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isLetter = (code: number): boolean => isCapital(code) || (code >= 97 && code <= 122) || code > 127;
