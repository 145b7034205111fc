/** Offers of catalogs, namespaces and tables, and of what is below a table. */
import type { Ident, Scope, TablePurpose } from '../sql/ast';
import { isShape } from '../sql/binder';
import type { CatalogPicture, PictureTable } from '../sql/catalog-picture';
import { metadataTables } from '../sql/language/metadata-tables';
import { catalogPath, quoteName, sameName, visibleCtes } from '../sql/names';
import { named, type Offer, RANK, stringLiteral } from './offers';

/** Tables, views, and what leads to them; below a table its metadata tables, branches and tags. Lists may be long: they are not copied. */
export function tableOffers(
  picture: CatalogPicture,
  qualifier: readonly Ident[],
  scope: Scope,
  offset: number,
  purpose: TablePurpose,
): (readonly Offer[])[] {
  const parts = qualifier.map(({ name }) => name);
  const [first = ''] = parts;
  const catalog = picture.catalogs.find((name) => sameName(name, first));
  const { defaultCatalog, defaultNamespace } = picture;
  // A new table's name is the user's own: what leads to it is offered, other tables are not.
  const tables = (of: string | null, namespace: readonly string[]): readonly Offer[] =>
    purpose === 'create' || of === null ? [] : tablesOf(picture, of, namespace);
  if (parts.length === 0) {
    const ctes = purpose === 'read' ? visibleCtes(scope, offset) : [];
    return [
      ctes.map((cte) => named(cte.name.name, 'cte', RANK.relation, 'common table expression')),
      tables(defaultCatalog, defaultNamespace),
      defaultCatalog === null ? [] : namespaceOffers(picture, defaultCatalog),
      catalogOffers(picture),
    ];
  }
  const isTable = catalog === undefined ? parts.length >= 2 : parts.length >= 3;
  return [
    catalog !== undefined && parts.length === 1 ? namespaceOffers(picture, catalog) : [],
    catalog !== undefined && parts.length > 1 ? tables(catalog, parts.slice(1)) : [],
    catalog === undefined ? tables(defaultCatalog, parts) : [],
    isTable && purpose !== 'create' ? belowTable(picture, parts, purpose) : [],
  ];
}

/** Only reading reaches metadata tables and tags; a branch can be written to. */
function belowTable(picture: CatalogPicture, parts: readonly string[], purpose: TablePurpose): Offer[] {
  const path = catalogPath(parts, picture);
  if (path.kind !== 'table' || path.metadata !== null || path.ref !== null) return [];
  const table = picture.table(path.catalog, path.namespace, path.name);
  if (!isShape(table) || table.format !== 'iceberg' || (purpose !== 'read' && purpose !== 'write')) return [];
  const isRead = purpose === 'read';
  const metadata = isRead
    ? metadataTables.map(({ name, what }) => ({ ...named(name, 'metadataTable', RANK.relation, what) }))
    : [];
  const refs = (table.refs ?? [])
    .filter(({ type }) => isRead || type === 'branch')
    .map((ref) => named(`${ref.type}_${ref.name}`, ref.type, RANK.table, `snapshot ${ref.snapshotId}`));
  return [...metadata, ...refs];
}

/** What a listing was last made into. A catalog keeps a listing until it is asked anew: then it is another array. */
const madeOf = new WeakMap<readonly PictureTable[], Offer[]>();

export function tablesOf(picture: CatalogPicture, catalog: string, namespace: readonly string[]): readonly Offer[] {
  const { items } = picture.tables(catalog, namespace);
  let offers = madeOf.get(items);
  if (offers === undefined) {
    offers = items.map(({ name, kind, format }) => ({
      ...named(name, kind, RANK.table, [format, kind].filter(Boolean).join(' ')),
      table: { catalog, namespace, name },
    }));
    madeOf.set(items, offers);
  }
  return offers;
}

export function catalogOffers(picture: CatalogPicture): Offer[] {
  return picture.catalogs.map((name) => named(name, 'catalog', RANK.catalog, 'catalog'));
}

export function namespaceOffers(picture: CatalogPicture, catalog: string): Offer[] {
  return picture.namespaces(catalog).items.map((name) => ({
    label: name.join('.'),
    kind: 'namespace' as const,
    insert: name.map(quoteName).join('.'),
    detail: `namespace of ${catalog}`,
    rank: RANK.namespace,
  }));
}

export function namespacesBelow(picture: CatalogPicture, qualifier: readonly string[]): Offer[] {
  const [first] = qualifier;
  if (first === undefined) {
    const own = picture.defaultCatalog === null ? [] : namespaceOffers(picture, picture.defaultCatalog);
    return [...own, ...catalogOffers(picture)];
  }
  const catalog = picture.catalogs.find((name) => sameName(name, first));
  return catalog === undefined || qualifier.length > 1 ? [] : namespaceOffers(picture, catalog);
}

/** Tables of all listings that are known, by their own name; accepted, one is written with what leads to it. */
export function knownTables(picture: CatalogPicture): (readonly Offer[])[] {
  return picture.catalogs.flatMap((catalog) => {
    const isDefault = catalog === picture.defaultCatalog;
    return picture.namespaces(catalog).items.flatMap((namespace) => {
      if (isDefault && namespace.join('.') === picture.defaultNamespace.join('.')) return [];
      const path = [...(isDefault ? [] : [catalog]), ...namespace].map(quoteName).join('.');
      const detail = [catalog, ...namespace].join('.');
      return [elsewhere(tablesOf(picture, catalog, namespace), path, detail)];
    });
  });
}

/** Offers of a listing with what leads to it, as last made. */
const withPaths = new WeakMap<readonly Offer[], { readonly path: string; readonly offers: readonly Offer[] }>();

function elsewhere(tables: readonly Offer[], path: string, detail: string): readonly Offer[] {
  const known = withPaths.get(tables);
  if (known?.path === path) return known.offers;
  const offers = tables.map((offer) => ({
    ...offer,
    insert: `${path}.${offer.insert}`,
    detail,
    rank: RANK.elsewhere,
  }));
  withPaths.set(tables, { path, offers });
  return offers;
}

/** Namespaces of more than this many are not listed to find a table's name for a procedure. */
const MOST_NAMESPACES = 40;

/** The tables of a catalog as the strings procedures take: `'sales.orders'`. */
export function tableNameOffers(picture: CatalogPicture, catalog: string): (readonly Offer[])[] {
  const { items } = picture.namespaces(catalog);
  return items
    .slice(0, MOST_NAMESPACES)
    .map((namespace) => asStrings(tablesOf(picture, catalog, namespace), namespace));
}

/** Offers of a listing as strings, as last made. */
const strings = new WeakMap<readonly Offer[], readonly Offer[]>();

function asStrings(tables: readonly Offer[], namespace: readonly string[]): readonly Offer[] {
  let offers = strings.get(tables);
  if (offers === undefined) {
    const path = namespace.map(quoteName).join('.');
    offers = tables.flatMap((offer) => {
      if (offer.kind === 'view') return [];
      const full = stringLiteral(`${path}.${offer.insert}`);
      return [{ ...offer, label: full, insert: full, rank: RANK.exact, match: `'${offer.label}` }];
    });
    strings.set(tables, offers);
  }
  return offers;
}
