import type { Cte, Ident, Mark, Name, Parsed, Relation, Scope, TableRelation } from './ast';
import { type Binder, isWordFunction, sqlPath } from './binder';
import { catalogOf, sameName, type TablePath } from './names';

export type OccurrenceKind =
  | 'catalog'
  | 'namespace'
  | 'table'
  | 'metadataTable'
  /** A branch or a tag. */
  | 'ref'
  | 'cte'
  | 'tableAlias'
  | 'column'
  /** Where an alias gives a column its name; its uses are columns. */
  | 'columnAlias'
  | 'field'
  | 'function'
  | 'procedure'
  | 'window'
  | 'variable'
  | 'param'
  | 'parameter'
  | 'label'
  | 'condition'
  | 'argument'
  | 'property';

/** One name in a statement and what it means. Offsets count from the statement's start. */
export interface Occurrence {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly kind: OccurrenceKind;
  /** It is declared here; else it is used. */
  readonly declares: boolean;
  /** Where the statement gives this its name; null for what comes from elsewhere. */
  readonly target: Ident | null;
  /** The table, in a form that is the same wherever it is named; of a column that comes from one, too. */
  readonly table: (TablePath & { kind: 'table' }) | null;
  /** `missing`: certainly nothing. `uncertain`: the catalogs do not tell, or not yet. */
  readonly state: 'known' | 'missing' | 'uncertain';
  readonly scope: Scope | null;
}

/** Every name of a statement, in the order of the text. */
export function occurrencesOf(parsed: Parsed, binder: Binder): readonly Occurrence[] {
  return new Collector(parsed, binder).run();
}

type Rest = Partial<Pick<Occurrence, 'declares' | 'target' | 'table' | 'state' | 'scope'>>;

class Collector {
  private readonly found: Occurrence[] = [];
  /** Starts of transforms: read as a column's name until the parenthesis. */
  private readonly transforms = new Set<number>();
  private readonly variables = new Set<number>();

  constructor(
    private readonly parsed: Parsed,
    private readonly binder: Binder,
  ) {
    for (const node of parsed.nodes)
      if (node.kind === 'transform' && node.args !== null) this.transforms.add(node.name.start);
    for (const { role, parts } of parsed.marks) if (role === 'variable') this.variables.add(parts[0]?.start ?? -1);
  }

  run(): readonly Occurrence[] {
    const { tables, columns, calls, marks } = this.parsed;
    for (const table of tables) this.table(table.name.parts, table);
    for (const { name, scope } of columns) this.column(name.parts, scope);
    for (const { name } of calls) this.callee(name);
    for (const mark of marks) this.mark(mark);
    this.found.sort((a, b) => a.start - b.start);
    // One name may be noted twice: as a relation of two clauses, say.
    return this.found.filter((one, i) => i === 0 || one.start !== this.found[i - 1]?.start);
  }

  private add(ident: Ident | undefined, kind: OccurrenceKind, rest: Rest = {}): void {
    if (ident === undefined || ident.end <= ident.start || ident.name === '') return;
    const { start, end, name } = ident;
    const { declares = false, target = null, table = null, state = 'known', scope = null } = rest;
    this.found.push({ start, end, name, kind, declares, target, table, state, scope });
  }

  private fields(parts: readonly Ident[]): void {
    for (const part of parts) this.add(part, 'field');
  }

  // Tables

  private table(parts: readonly Ident[], relation: TableRelation): void {
    const path = this.binder.path(relation);
    if (path.kind === 'cte') {
      this.add(parts[0], 'cte', { target: path.cte.name });
      return;
    }
    if (path.kind === 'unknown') {
      const last = parts.length - 1;
      for (const [i, part] of parts.entries()) {
        // A path in backticks, or IDENTIFIER(…), is no name.
        if (part.name !== '' && !part.name.includes('/'))
          this.add(part, i === last ? 'table' : 'namespace', { state: 'uncertain' });
      }
      return;
    }
    this.tablePath(parts, path, relation.purpose === 'create');
  }

  private tablePath(parts: readonly Ident[], path: TablePath & { kind: 'table' }, declares: boolean): void {
    const at = parts.length - 1 - (path.metadata === null ? 0 : 1) - (path.ref === null ? 0 : 1);
    const names = parts.map(({ name }) => name);
    const catalog = catalogOf(names, this.binder.picture);
    const hasCatalog = at > 0 && catalog !== null && catalog.rest.length < parts.length;
    const table = { ...path, metadata: null, ref: null };
    for (const [i, part] of parts.entries()) {
      if (i === 0 && hasCatalog) this.add(part, 'catalog');
      else if (i < at) this.add(part, 'namespace');
      else if (i === at) this.add(part, 'table', { table, declares });
      else this.add(part, path.metadata !== null && sameName(part.name, path.metadata.name) ? 'metadataTable' : 'ref');
    }
  }

  /** The parts before a column: an alias, a CTE, or a tail of the table's name. */
  private qualifier(parts: readonly Ident[], relation: Relation): void {
    const [first] = parts;
    if (relation.alias !== null) this.add(first, 'tableAlias', { target: relation.alias });
    else if (relation.kind === 'table') {
      const path = this.binder.path(relation);
      if (path.kind === 'cte') this.add(first, 'cte', { target: path.cte.name });
      else if (path.kind === 'unknown') this.add(parts[parts.length - 1], 'table', { state: 'uncertain' });
      else {
        // As much of the whole name as is written here.
        const missing = relation.name.parts.slice(0, relation.name.parts.length - parts.length);
        const before = this.found.length;
        this.tablePath([...missing, ...parts], path, false);
        const whole = this.found.splice(before);
        this.found.push(...whole.filter((one) => parts.some(({ start }) => start === one.start)));
      }
    }
  }

  // Columns

  private column(parts: readonly Ident[], scope: Scope | null): void {
    const found = this.binder.resolveName(parts, scope);
    switch (found.kind) {
      case 'param': {
        const kind = this.variables.has(found.param.start) ? 'variable' : 'param';
        this.add(parts[0], kind, { target: found.param });
        this.fields(parts.slice(1));
        return;
      }
      case 'relation':
        this.qualifier(parts.slice(0, 1), found.relation);
        return;
      case 'column': {
        if (found.relation !== null) this.qualifier(parts.slice(0, found.part), found.relation);
        const { origin, table } = found.column;
        const path = table === null || origin !== null ? null : this.binder.labelled(table);
        this.add(parts[found.part], 'column', { target: origin, table: path, scope });
        this.fields(parts.slice(found.part + 1));
        return;
      }
      default:
        this.unresolved(parts, scope, found.kind);
    }
  }

  private unresolved(parts: readonly Ident[], scope: Scope | null, state: 'missing' | 'uncertain'): void {
    for (let length = parts.length - 1; length > 0; length--) {
      const relation = this.binder.relationAround(parts.slice(0, length), scope);
      if (relation === null) continue;
      this.qualifier(parts.slice(0, length), relation);
      this.add(parts[length], 'column', { state, scope });
      this.fields(parts.slice(length + 1));
      return;
    }
    const session = parts.length > 1 && isSession(parts.slice(0, -1));
    if (session) {
      for (const part of parts.slice(0, -1)) this.add(part, 'namespace');
      this.add(parts[parts.length - 1], 'variable', { scope });
      return;
    }
    if (parts.length === 1 && isWordFunction(parts[0]?.name ?? '')) this.add(parts[0], 'function');
    else this.add(parts[0], 'column', { state, scope });
    this.fields(parts.slice(1));
  }

  private callee({ parts }: Name): void {
    for (const [i, part] of parts.entries()) this.add(part, i < parts.length - 1 ? 'namespace' : 'function');
  }

  // Marks

  private mark(mark: Mark): void {
    const { role, parts, scope, declares, of } = mark;
    const [first] = parts;
    const last = parts[parts.length - 1];
    const self = { declares, target: declares ? (last ?? null) : null, scope };
    switch (role) {
      case 'cte':
        this.add(first, 'cte', self);
        for (const column of of !== null && 'columns' in of ? of.columns : [])
          this.add(column, 'columnAlias', { declares, target: column, scope: cteScope(of, scope) });
        return;
      case 'columnName':
        this.add(first, 'column', { ...self, table: this.definedTable(of) });
        this.fields(parts.slice(1));
        return;
      case 'column':
        this.column(parts, scope);
        return;
      case 'targetColumn':
        this.targetColumn(parts, of !== null && 'kind' in of ? of : null);
        return;
      case 'window':
        this.add(first, 'window', declares ? self : { target: this.declaredAround(mark), scope });
        return;
      case 'label':
        this.add(first, 'label', declares ? self : { target: this.labelAround(mark), scope });
        return;
      case 'variable':
        for (const part of parts.slice(0, -1)) this.add(part, 'namespace');
        this.add(last, 'variable', declares ? self : { target: variableAround(last, scope), scope });
        return;
      case 'condition':
        this.add(first, 'condition', declares ? self : { target: this.declaredAround(mark), scope });
        return;
      case 'namespace':
        this.namespace(parts);
        return;
      case 'hint': {
        const relation = this.binder.relationNamed(parts, scope);
        if (relation !== null) this.qualifier(parts, relation);
        return;
      }
      case 'function':
      case 'procedure':
        this.namespace(parts.slice(0, -1));
        this.add(last, role, self);
        return;
      default:
        for (const part of parts) this.add(part, role, self);
    }
  }

  private namespace(parts: readonly Ident[]): void {
    const isCatalog = this.binder.picture.catalogs.some((name) => sameName(name, parts[0]?.name ?? ''));
    for (const [i, part] of parts.entries()) this.add(part, i === 0 && isCatalog ? 'catalog' : 'namespace');
  }

  private definedTable(of: Mark['of']): Occurrence['table'] {
    if (of === null || !('kind' in of)) return null;
    const path = this.binder.path(of);
    return path.kind === 'table' ? path : null;
  }

  /** A column of a table that is written to: `t.a` where `t` is its alias, or a column and its fields. */
  private targetColumn(parts: readonly Ident[], table: TableRelation | null): void {
    const [first] = parts;
    if (first === undefined) return;
    if (this.transforms.has(first.start)) {
      this.add(first, 'function');
      return;
    }
    if (table === null) {
      this.add(first, 'column', { state: 'uncertain' });
      return;
    }
    const at = parts.length > 1 && this.qualifies(first, table) ? 1 : 0;
    if (at === 1) this.qualifier(parts.slice(0, 1), table);
    const part = parts[at];
    if (table.purpose === 'create') {
      const defined = this.definedColumn(part?.name ?? '', table);
      this.add(part, 'column', { target: defined, table: this.definedTable(table) });
    } else {
      const { columns, complete } = this.binder.columnsOf(table);
      const isKnown = columns.some(({ name }) => sameName(name, part?.name ?? ''));
      const state = isKnown ? 'known' : complete ? 'missing' : 'uncertain';
      this.add(part, 'column', { state, table: this.definedTable(table) });
    }
    this.fields(parts.slice(at + 1));
  }

  private qualifies(part: Ident, table: TableRelation): boolean {
    if (table.alias !== null) return sameName(table.alias.name, part.name);
    return sameName(table.name.parts[table.name.parts.length - 1]?.name ?? '', part.name);
  }

  private definedColumn(name: string, table: TableRelation): Ident | null {
    for (const { role, of, parts } of this.parsed.marks) {
      const [part] = parts;
      if (role === 'columnName' && of === table && part !== undefined && sameName(part.name, name)) return part;
    }
    return null;
  }

  /** The declaration of the same role and name in the nearest scope around. */
  private declaredAround({ role, parts, scope }: Mark): Ident | null {
    const name = parts[0]?.name ?? '';
    const declared = this.parsed.marks.filter(
      (mark) => mark.role === role && mark.declares && sameName(mark.parts[0]?.name ?? '', name),
    );
    for (let at: Scope | null = scope; at !== null; at = at.outer) {
      const found = declared.find((mark) => mark.scope === at);
      if (found !== undefined) return found.parts[0] ?? null;
    }
    return null;
  }

  /** The label of the innermost block around that is called so; of the whole script at last. */
  private labelAround({ parts }: Mark): Ident | null {
    const [use] = parts;
    if (use === undefined) return null;
    let best: { label: Ident; start: number } | null = null;
    for (const { label, start, end } of this.parsed.blocks) {
      if (label === null || !sameName(label.name, use.name) || use.start < start || use.start > end) continue;
      if (best === null || start > best.start) best = { label, start };
    }
    if (best !== null) return best.label;
    const [whole] = this.parsed.marks;
    const label = whole?.role === 'label' && whole.declares ? whole.parts[0] : undefined;
    return label !== undefined && sameName(label.name, use.name) ? label : null;
  }
}

/** `session.x` and `system.session.x` name session variables. */
function isSession(qualifier: readonly Ident[]): boolean {
  const [first, second] = qualifier.map(({ name }) => name.toLowerCase());
  return qualifier.length === 1 ? first === 'session' : first === 'system' && second === 'session';
}

function variableAround(variable: Ident | undefined, from: Scope): Ident | null {
  for (let scope: Scope | null = from; scope !== null; scope = scope.outer) {
    const found = scope.params.find(({ name }) => sameName(name, variable?.name ?? ''));
    if (found !== undefined) return found;
  }
  return null;
}

/** The names of a CTE's columns stand against each other, not against other CTEs'. */
function cteScope(of: Cte | TableRelation | null, otherwise: Scope): Scope {
  return of !== null && 'query' in of && of.query !== null ? of.query.scope : otherwise;
}

/** A key that is the same wherever the table is named. */
export function tableKey(path: TablePath & { kind: 'table' }): string {
  return sqlPath({ ...path, metadata: null }).toLowerCase();
}
