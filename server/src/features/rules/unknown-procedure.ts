import { procedureNamed, type Procedure, procedures } from '../../sql/language/procedures';
import { sameName } from '../../sql/names';
import type { ProcedureNode } from '../../sql/nodes';
import { closest, didYouMean } from './closest';
import { finding, type Finding, type Rule } from './rule';
import type { Subject } from './subject';

export const unknownProcedure: Rule = {
  code: 'unknown-procedure',
  severity: 'warning',
  title: 'A procedure that Iceberg does not have.',
  asksCatalogs: true,
  check(subject) {
    return subject.nodes('procedure').flatMap((node): Finding[] => {
      const { parts } = node.name;
      const [catalog, system, name] = parts;
      if (parts.length !== 3 || catalog === undefined || system === undefined || name === undefined) return [];
      if (name.name === '' || !subject.binder.picture.catalogs.some((one) => sameName(one, catalog.name))) return [];
      if (!sameName(system.name, 'system')) {
        // Iceberg keeps its procedures in one place.
        const known = procedureNamed(name.name) !== null;
        const message = `Iceberg's procedures are in ${catalog.name}.system.`;
        return known ? [finding(system, message, ['system'])] : [];
      }
      if (procedureNamed(name.name) !== null) return [];
      const like = closest(
        name.name,
        procedures.map((one) => one.name),
      );
      // A newer Iceberg may have more.
      if (like === null) return [];
      return [finding(name, `Iceberg has no procedure ${name.name}.${didYouMean(like)}`, [like])];
    });
  },
};

/** Which of Iceberg's procedures is called; null when it may be another one. */
export function icebergProcedure({ name: { parts } }: ProcedureNode, { text }: Subject): Procedure | null {
  if (parts.length < 2 || text.includes('IDENTIFIER(')) return null;
  const [system, name] = parts.slice(-2);
  if (system === undefined || name === undefined || !sameName(system.name, 'system')) return null;
  return procedureNamed(name.name);
}
