/** How a node looks, as plain data: the provider makes tree items of it. */
import type { PartitionInfo } from '../../../lakehouse/src/catalog/types';
import { parseType } from '../../../lakehouse/src/catalog/type-tree';
import { deletedRows } from '../../../lakehouse/src/iceberg/summary';
import { COMMANDS } from '../ids';
import type { GroupName, Node } from './nodes';

export interface Rendered {
  readonly label: string;
  readonly description?: string;
  /** Lines of plain text; whoever shows them escapes them. */
  readonly tooltip?: readonly string[];
  /** A codicon's name, with a theme colour where it means something. */
  readonly icon: string;
  readonly color?: string;
  readonly collapsible: 'none' | 'collapsed' | 'expanded';
  /** Words that menus look for: `refresh`, `iceberg`, `rows`, `name`. */
  readonly context: string;
  readonly command?: { readonly title: string; readonly command: string; readonly args: readonly unknown[] };
}

const GROUPS: Readonly<Record<GroupName, { readonly label: string; readonly icon: string }>> = {
  columns: { label: 'Columns', icon: 'list-flat' },
  partitions: { label: 'Partitions', icon: 'layers' },
  snapshots: { label: 'Snapshots', icon: 'history' },
  branches: { label: 'Branches', icon: 'git-branch' },
  tags: { label: 'Tags', icon: 'tag' },
};

export function render(node: Node): Rendered {
  switch (node.kind) {
    case 'connection':
      return {
        label: node.path.connection,
        description: node.active ? `${node.detail} · active` : node.detail,
        tooltip: [node.path.connection, node.detail, ...(node.active ? ['Runs queries and completes names'] : [])],
        icon: node.active ? 'plug' : 'debug-disconnect',
        color: node.active ? 'charts.green' : undefined,
        collapsible: node.active ? 'expanded' : 'collapsed',
        context: 'connection refresh',
      };
    case 'catalog':
      return {
        label: node.path.catalog ?? '',
        description: node.type === 'hive' ? 'Hive' : 'Glue',
        tooltip: [node.path.catalog ?? '', node.detail],
        icon: 'database',
        collapsible: 'collapsed',
        context: 'catalog refresh name',
      };
    case 'namespace':
      return {
        label: node.path.namespace?.join('.') ?? '',
        description: node.comment ?? undefined,
        tooltip: [node.path.namespace?.join('.') ?? '', ...(node.comment === null ? [] : [node.comment])],
        icon: 'folder-library',
        collapsible: 'collapsed',
        context: 'namespace refresh name',
      };
    case 'table':
      return renderTable(node);
    case 'group':
      return renderGroup(node);
    case 'column':
    case 'field':
      return renderColumn(node);
    case 'partition': {
      const { path, records, files, bytes, specId } = node.partition;
      return {
        // The side bar is narrow: the values tell partitions apart, the names are in the tooltip.
        label:
          path === ''
            ? 'whole table'
            : path.replace(/(^|\/)[^=/]*=/g, (_, slash: string) => (slash === '' ? '' : ' / ')),
        description: partitionSize(node.partition),
        tooltip: [
          path,
          `Rows: ${known(records, number)}`,
          `Files: ${known(files, number)}`,
          `Size: ${known(bytes, size)}`,
          `Partition spec: ${specId}`,
        ],
        icon: 'layers',
        collapsible: 'none',
        context: 'partition name',
      };
    }
    case 'snapshot':
      return renderSnapshot(node);
    case 'ref':
      return renderRef(node);
    case 'loading':
      return { label: node.text, icon: 'loading~spin', collapsible: 'none', context: 'loading' };
    case 'empty':
      return {
        label: node.text,
        description: node.hint,
        tooltip: [node.text, node.hint],
        icon: 'circle-slash',
        collapsible: 'none',
        context: 'empty',
      };
    case 'error':
      return renderError(node);
    case 'more':
      return {
        label: `Show ${number(Math.min(node.remaining, PAGE))} more…`,
        description: `${number(node.remaining)} not shown`,
        icon: 'ellipsis',
        collapsible: 'none',
        context: 'more',
        command: { title: 'Show More', command: COMMANDS.showMore, args: [node] },
      };
  }
}

/** How many children a node shows before a "more" node. */
export const PAGE = 500;

function renderTable(node: Extract<Node, { kind: 'table' }>): Rendered {
  const iceberg = node.tableKind === 'table' && (node.format === null || node.format === 'iceberg');
  return {
    label: node.path.table,
    description: node.tableKind === 'view' ? 'view' : (node.format ?? undefined),
    tooltip: [
      [node.path.catalog, ...node.path.namespace, node.path.table].join('.'),
      node.tableKind === 'view' ? 'View' : `Table${node.format === null ? '' : `, ${node.format}`}`,
    ],
    icon: node.tableKind === 'view' ? 'eye' : 'table',
    collapsible: 'collapsed',
    context: `${node.tableKind} refresh rows name${iceberg ? ' iceberg' : ''}`,
  };
}

function renderGroup(node: Extract<Node, { kind: 'group' }>): Rendered {
  const { label, icon } = GROUPS[node.group];
  const { columns, partitionFields, iceberg } = node.table;
  const refs = iceberg?.refs ?? [];
  const descriptions: Readonly<Record<GroupName, string>> = {
    columns: number(columns.length),
    partitions: partitionFields.length === 0 ? 'unpartitioned' : partitionFields.join(', '),
    snapshots: number(iceberg?.snapshots.length ?? 0),
    branches: number(refs.filter(({ type }) => type === 'branch').length),
    tags: number(refs.filter(({ type }) => type === 'tag').length),
  };
  return {
    label,
    description: descriptions[node.group],
    icon,
    collapsible: 'collapsed',
    context: node.group === 'snapshots' ? 'group refresh iceberg' : 'group refresh',
  };
}

function renderColumn(node: Extract<Node, { kind: 'column' | 'field' }>): Rendered {
  const { name, nullable, comment } = node.kind === 'column' ? node.column : node.field;
  const type = node.kind === 'column' ? parseType(node.column.type) : node.field.type;
  const partitioned = node.kind === 'column' && node.partitioned;
  return {
    label: name,
    description: `${short(type.text)}${nullable ? '' : ' not null'}`,
    tooltip: [
      `${name} ${type.text}`,
      nullable ? 'May be null' : 'Never null',
      ...(partitioned ? ['The table is partitioned by it'] : []),
      ...(comment === null ? [] : [comment]),
    ],
    icon: partitioned ? 'layers' : typeIcon(type.kind, type.text),
    collapsible: type.children.length > 0 ? 'collapsed' : 'none',
    context: 'column name',
  };
}

function renderSnapshot(node: Extract<Node, { kind: 'snapshot' }>): Rendered {
  const { id, parentId, operation, timestampMs, summary } = node.snapshot;
  const refs = node.refs.map(({ name }) => name);
  const deleted = deletedRows(summary);
  const rows = [
    summary['added-records'] === undefined ? undefined : `+${number(summary['added-records'])}`,
    deleted === null ? undefined : `−${number(deleted)}`,
  ].filter((part) => part !== undefined);
  return {
    label: time(timestampMs),
    description: [operation ?? 'unknown', rows.length === 0 ? '' : `${rows.join(' ')} rows`, refs.join(', ')]
      .filter((part) => part !== '')
      .join(' · '),
    tooltip: [
      `Snapshot ${id}${node.current ? ' (current)' : ''}`,
      `Parent: ${parentId ?? 'none'}`,
      `Operation: ${operation ?? 'unknown'}`,
      ...refs.map((name) => `Reference: ${name}`),
      ...Object.entries(summary).map(([key, value]) => `${key}: ${value}`),
    ],
    icon: node.current ? 'target' : 'git-commit',
    color: node.current ? 'charts.green' : undefined,
    collapsible: 'none',
    context: 'snapshot name iceberg',
  };
}

function renderRef(node: Extract<Node, { kind: 'ref' }>): Rendered {
  const { name, type, snapshotId, maxRefAgeMs, maxSnapshotAgeMs, minSnapshotsToKeep } = node.ref;
  const limits: readonly (readonly [string, string | undefined])[] = [
    ['Kept for', maxRefAgeMs === null ? undefined : duration(maxRefAgeMs)],
    ['Snapshots kept for', maxSnapshotAgeMs === null ? undefined : duration(maxSnapshotAgeMs)],
    ['Snapshots kept at least', minSnapshotsToKeep === null ? undefined : number(minSnapshotsToKeep)],
  ];
  return {
    label: name,
    description: node.timestampMs === null ? snapshotId : time(node.timestampMs),
    tooltip: [
      `${type === 'branch' ? 'Branch' : 'Tag'} ${name}`,
      `Snapshot: ${snapshotId}`,
      ...limits.filter(([, value]) => value !== undefined).map(([label, value]) => `${label}: ${value}`),
    ],
    icon: type === 'branch' ? 'git-branch' : 'tag',
    collapsible: 'none',
    context: 'ref name',
  };
}

/** A click does the next step; without one that is a command it asks again. */
function renderError(node: Extract<Node, { kind: 'error' }>): Rendered {
  const { message, nextStep, code } = node.error;
  const step = nextStep?.command;
  return {
    label: message,
    description: nextStep?.label ?? 'Click to try again',
    tooltip: [message, ...(nextStep === undefined ? [] : [`Next: ${nextStep.label}`]), code],
    icon: code === 'CANCELLED' ? 'circle-slash' : 'error',
    color: code === 'CANCELLED' ? undefined : 'list.errorForeground',
    collapsible: 'none',
    context: 'error refresh',
    command:
      step === undefined
        ? { title: 'Try Again', command: COMMANDS.refreshCatalog, args: [node] }
        : { title: nextStep?.label ?? '', command: step, args: nextStep?.args ?? [] },
  };
}

function typeIcon(kind: 'primitive' | 'struct' | 'array' | 'map', type: string): string {
  if (kind === 'struct') return 'symbol-structure';
  if (kind === 'array') return 'symbol-array';
  if (kind === 'map') return 'symbol-object';
  if (/^(string|char|varchar|uuid)/i.test(type)) return 'symbol-string';
  if (/^(date|time|interval)/i.test(type)) return 'calendar';
  if (/^bool/i.test(type)) return 'symbol-boolean';
  if (/^(binary|fixed)/i.test(type)) return 'file-binary';
  return 'symbol-number';
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** Groups digits without going through a double: counts in summaries are 64-bit. */
function number(value: number | string): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** Catalogs keep no counts of some partitions; -1 stands for that. */
function known(value: number, text: (value: number) => string): string {
  return value < 0 ? 'not known' : text(value);
}

function partitionSize({ records, files, bytes }: PartitionInfo): string {
  const parts = [
    records < 0 ? [] : [count(records, 'row')],
    files < 0 ? [] : [count(files, 'file')],
    bytes < 0 ? [] : [size(bytes)],
  ];
  return parts.flat().join(', ');
}

function count(value: number, noun: string): string {
  return `${number(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** Bytes in the largest binary unit that leaves at least 1. */
export function size(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/** Local time, to the second: `2026-01-31 23:59:59`. */
export function time(ms: number): string {
  const date = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

function duration(ms: number): string {
  const hours = ms / 3_600_000;
  return hours >= 48 ? `${number(Math.round(hours / 24))} days` : `${Math.round(hours * 10) / 10} hours`;
}
