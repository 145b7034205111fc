import { quoteName, sameName } from '../../sql/names';
import { closest, didYouMean } from './closest';
import { finding, type Finding, type Rule } from './rule';
import { isFull, type Subject } from './subject';

export const unknownNamespace: Rule = {
  code: 'unknown-namespace',
  severity: 'warning',
  title: 'A schema that the catalog does not have.',
  asksCatalogs: true,
  check(subject) {
    const { parsed, around } = subject;
    if (around.makesNamespaces || parsed.kind === 'script') return [];
    return parsed.tables.flatMap((table): Finding[] => {
      const path = subject.binder.path(table);
      if (path.kind !== 'table' || !isFull(table, path) || (table.purpose === 'drop' && isLenient(subject))) return [];
      const like = missingNamespace(subject, path.catalog, path.namespace);
      const part = table.name.parts[1];
      if (like === undefined || part === undefined || path.namespace.length !== 1) return [];
      const message = `${path.catalog} has no schema ${part.name}.${didYouMean(like)}`;
      return [finding(part, message, like === null ? [] : [quoteName(like)])];
    });
  },
};

const isLenient = (subject: Subject): boolean => subject.nodes('drop').some(({ lenient }) => lenient);

/** The name that is meant, null where none is near; undefined when the namespace is there or that is not certain. */
export function missingNamespace(
  { binder: { picture } }: Subject,
  catalog: string,
  namespace: readonly string[],
): string | null | undefined {
  const { items, complete } = picture.namespaces(catalog);
  if (!complete || namespace.length !== 1) return undefined;
  const [name = ''] = namespace;
  if (name === '' || items.some((one) => one.length === 1 && sameName(one[0] ?? '', name))) return undefined;
  return closest(
    name,
    items.flatMap((one) => (one.length === 1 ? one : [])),
  );
}
