import { plainName, windowOnly } from './aggregates';
import { finding, type Finding, type Rule } from './rule';

export const windowWithoutOver: Rule = {
  code: 'window-without-over',
  severity: 'error',
  title: 'A window function without OVER.',
  check({ parsed }) {
    return parsed.calls.flatMap((call): Finding[] => {
      const name = plainName(call);
      if (name === null || call.over === true || !windowOnly.has(name)) return [];
      return [finding(call.name, `${name} needs a window: OVER (ORDER BY …).`)];
    });
  },
};
