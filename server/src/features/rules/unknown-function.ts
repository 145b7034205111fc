import { functionNamed, functions } from '../../sql/language/functions';
import { closest } from './closest';
import { finding, type Finding, type Rule } from './rule';

/** Sessions have functions of their own: only what is almost a built-in one is certain. */
export const unknownFunction: Rule = {
  code: 'unknown-function',
  severity: 'warning',
  title: 'A function whose name is almost that of a built-in one.',
  check({ parsed, around }) {
    return parsed.calls.flatMap(({ name }): Finding[] => {
      const [part, more] = name.parts;
      if (
        part === undefined ||
        more !== undefined ||
        part.name.length < 4 ||
        name.end - name.start !== part.name.length
      ) {
        return [];
      }
      if (functionNamed(part.name) !== null || around.functions.has(part.name.toLowerCase())) return [];
      if (special.has(part.name.toLowerCase())) return [];
      const like = closest(
        part.name,
        functions.map((one) => one.name),
      );
      if (like === null || like.length < 4) return [];
      const cased = part.name === part.name.toUpperCase() ? like.toUpperCase() : like;
      return [finding(part, `There is no function ${part.name}. Did you mean ${cased}?`, [cased])];
    });
  },
};

/** Read like functions, but part of the language. */
const special = new Set(
  (
    'identifier timestampadd timestampdiff timestamp_add timestamp_diff dateadd date_add datediff date_diff cast ' +
    'try_cast extract position overlay substring trim transform'
  ).split(' '),
);
