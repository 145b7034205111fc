import { finding, type Finding, type Rule } from './rule';

export const dropCascade: Rule = {
  code: 'drop-cascade',
  severity: 'warning',
  title: 'DROP SCHEMA … CASCADE drops every table in it.',
  check(subject) {
    return subject.nodes('drop').flatMap(({ what, force }): Finding[] => {
      if (what !== 'namespace' || force === null) return [];
      return [finding(force, 'CASCADE drops every table and view in the schema.')];
    });
  },
};
