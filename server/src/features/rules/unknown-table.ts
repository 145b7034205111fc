import type { TableRelation } from '../../sql/ast';
import { quoteName, sameName } from '../../sql/names';
import { closest, didYouMean } from './closest';
import { finding, type Finding, type Rule } from './rule';
import { isFull, type Subject } from './subject';
import { missingNamespace } from './unknown-namespace';

export const unknownTable: Rule = {
  code: 'unknown-table',
  severity: 'warning',
  title: 'A table or view that the catalog does not have.',
  asksCatalogs: true,
  check(subject) {
    const { parsed, binder, around } = subject;
    if (parsed.kind === 'script') return [];
    return parsed.tables.flatMap((table): Finding[] => {
      const path = binder.path(table);
      if (path.kind !== 'table' || !mustExist.has(table.purpose)) return [];
      const [first, second, third] = table.name.parts;
      if (first !== undefined && second !== undefined && third === undefined && sameName(first.name, path.catalog)) {
        // A catalog and a table: Hive and Glue keep all tables in schemas.
        const { items, complete } = binder.picture.namespaces(path.catalog);
        if (!complete || items.length === 0) return [];
        return [
          finding(table.name, `${subject.slice(table.name)} lacks the schema: ${first.name}.schema.${second.name}.`),
        ];
      }
      if (around.changed.has(subject.keyOf(table) ?? '') || binder.tableAt(path) !== 'missing') return [];
      // One part may mean a temporary view; two may follow a USE of another catalog that ran elsewhere.
      if (!isFull(table, path)) return third === undefined && second !== undefined ? nowhere(table, subject) : [];
      if (missingNamespace(subject, path.catalog, path.namespace) !== undefined) return [];
      const { items, complete } = binder.picture.tables(path.catalog, path.namespace);
      if (!complete) return [];
      const like = closest(
        path.name,
        items.map(({ name }) => name),
      );
      const place = `${path.catalog}.${path.namespace.join('.')}`;
      const message = `${place} has no table or view ${path.name}.${didYouMean(like)}`;
      const { parts } = table.name;
      const part = parts[1 + path.namespace.length];
      if (like === null || part === undefined) return [finding(table.name, message)];
      const before = subject.text.slice(table.name.start, part.start);
      const after = subject.text.slice(part.end, table.name.end);
      return [finding(table.name, message, [`${before}${quoteName(like)}${after}`])];
    });
  },
};

/** `sales.ordrs`, which none of the catalogs has, while one has almost that name in that schema. */
function nowhere(table: TableRelation, subject: Subject): Finding[] {
  const { picture } = subject.binder;
  const [schema, part] = table.name.parts;
  if (schema === undefined || part === undefined || subject.around.makesNamespaces) return [];
  const names: string[] = [];
  for (const catalog of picture.catalogs) {
    const spaces = picture.namespaces(catalog);
    if (!spaces.complete) return [];
    if (!spaces.items.some((one) => one.length === 1 && sameName(one[0] ?? '', schema.name))) continue;
    const tables = picture.tables(catalog, [schema.name]);
    if (!tables.complete || tables.items.some(({ name }) => sameName(name, part.name))) return [];
    names.push(...tables.items.map(({ name }) => name));
  }
  const like = closest(part.name, names);
  if (like === null) return [];
  const message = `No catalog has a table or view ${subject.slice(table.name)}.${didYouMean(like)}`;
  return [finding(part, message, [quoteName(like)])];
}

const mustExist: ReadonlySet<string> = new Set(['read', 'write', 'alter', 'describe']);
