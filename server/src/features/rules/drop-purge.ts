import { finding, type Finding, type Rule } from './rule';

export const dropPurge: Rule = {
  code: 'drop-purge',
  severity: 'warning',
  title: 'DROP TABLE … PURGE deletes the data files.',
  check(subject) {
    return subject.nodes('drop').flatMap(({ what, force }): Finding[] => {
      if (what !== 'table' || force === null) return [];
      return [finding(force, 'PURGE deletes the data and metadata files: there is no way back. Without it they stay.')];
    });
  },
};
