import { finding, type Finding, type Rule } from './rule';

export const changeWithoutWhere: Rule = {
  code: 'change-without-where',
  severity: 'warning',
  title: 'DELETE or UPDATE of every row: there is no WHERE.',
  check(subject) {
    if (subject.parsed.kind === 'explain') return [];
    return subject.parsed.nodes.flatMap((node): Finding[] => {
      if ((node.kind !== 'delete' && node.kind !== 'update') || node.where !== null) return [];
      const does = node.kind === 'delete' ? 'deletes all rows of' : 'changes all rows of';
      const { name } = node.target;
      return [finding({ start: node.start, end: name.end }, `Without WHERE this ${does} ${subject.slice(name)}.`)];
    });
  },
};
