import { closest } from './closest';
import { finding, type Rule } from './rule';

/** Only a slip of the fingers is certain: a session may have catalogs that no connection names. */
export const unknownCatalog: Rule = {
  code: 'unknown-catalog',
  severity: 'warning',
  title: 'A catalog whose name is almost that of a known one.',
  asksCatalogs: true,
  check({ parsed, binder, around }) {
    const { catalogs } = binder.picture;
    return parsed.tables.flatMap((table) => {
      const path = binder.path(table);
      const [first] = table.name.parts;
      if (path.kind !== 'table' || first === undefined || table.name.parts.length < 3 || around.moves) return [];
      // The first part is a namespace then: of nested ones, or with a metadata table behind.
      if (path.namespace[0] !== first.name || path.metadata !== null || path.ref !== null) return [];
      const meant = closest(first.name, catalogs);
      if (meant === null) return [];
      return [finding(first, `There is no catalog ${first.name}. Did you mean ${meant}?`, [meant])];
    });
  },
};
