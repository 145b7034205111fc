import { sameName } from '../../sql/names';
import { editDistance } from '../../sql/parser/messages';

/** The name that was most likely meant: a slip or two of the fingers away. Null when none is near. */
export function closest(name: string, candidates: Iterable<string>): string | null {
  if (name.length < 3) return null;
  const upper = name.toUpperCase();
  const limit = name.length < 5 ? 1 : 2;
  let best: string | null = null;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) > limit || sameName(candidate, name)) continue;
    const distance = editDistance(upper, candidate.toUpperCase(), limit);
    if (distance < bestDistance) {
      bestDistance = distance;
      best = candidate;
    }
  }
  return best;
}

export const didYouMean = (name: string | null): string => (name === null ? '' : ` Did you mean ${name}?`);
