import { quoteName, sameName } from '../../sql/names';
import { closest, didYouMean } from './closest';
import { finding, type Finding, type Rule } from './rule';
import { isFull } from './subject';
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
      // A shorter name may mean a temporary view, or follow a USE that ran elsewhere.
      if (!isFull(table, path) || around.changed.has(subject.keyOf(table) ?? '')) return [];
      if (binder.tableAt(path) !== 'missing') return [];
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

const mustExist: ReadonlySet<string> = new Set(['read', 'write', 'alter', 'describe']);
