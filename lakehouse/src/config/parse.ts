/** Reads `lakehouse.json`: comments and trailing commas allowed, every fault named with its line and column. */
import { type Node, type ParseError, getNodeValue, parseTree, printParseErrorCode } from 'jsonc-parser';
import { LakehouseError, type TextPosition } from '../errors';
import type { CatalogConfig, ConnectionConfig, LakehouseConfig, S3Settings, SparkConfig, ParameterSet } from './types';

type Kind = 'string' | 'boolean' | 'stackRuntime' | 'transport';

const S3_KEYS: Readonly<Record<keyof S3Settings, Kind>> = {
  endpoint: 'string',
  region: 'string',
  profile: 'string',
  accessKeyId: 'string',
  secretAccessKey: 'string',
  sessionToken: 'string',
  pathStyle: 'boolean',
};
const GLUE_KEYS: Readonly<Record<string, Kind>> = {
  name: 'string',
  type: 'string',
  region: 'string',
  profile: 'string',
  endpoint: 'string',
  catalogId: 'string',
  accessKeyId: 'string',
  secretAccessKey: 'string',
  sessionToken: 'string',
};
const HIVE_KEYS: Readonly<Record<string, Kind>> = {
  name: 'string',
  type: 'string',
  uri: 'string',
  transport: 'transport',
};

/**
 * The connections of a `lakehouse.json` text (shape: lakehouse/src/config/types.ts).
 * Throws CONFIG_INVALID with `position` in `text` and a next step that opens the file; `file` only names it.
 */
export function parseConfig(text: string, file: string): LakehouseConfig {
  const reader = new Reader(text, file);
  if (text.trim() === '') throw reader.fault(0, 0, 'the file is empty; it needs an object with "connections"');
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const first = errors[0];
  if (first !== undefined) throw reader.fault(first.offset, first.length, syntaxWords(first));
  if (root === undefined) throw reader.fault(0, 0, 'the file holds no value; it needs an object with "connections"');
  const parameters = reader.parameters(root);
  const connections = reader.connections(root);
  return parameters === undefined ? { connections } : { connections, parameters };
}

/** The connections of the user setting `lakehouse.connections`, which has the same shape as the array in the file. */
export function parseConnections(value: unknown, source: string): readonly ConnectionConfig[] {
  return parseConfig(JSON.stringify({ connections: value ?? [] }, null, 2), source).connections;
}

function syntaxWords(error: ParseError): string {
  const words = printParseErrorCode(error.error).replace(/([a-z])([A-Z])/g, '$1 $2');
  return `not valid JSON: ${words.toLowerCase()}`;
}

class Reader {
  constructor(
    private readonly text: string,
    private readonly file: string,
  ) {}

  fault(offset: number, length: number, words: string): LakehouseError {
    const position = positionOf(this.text, offset, length);
    return new LakehouseError(
      'CONFIG_INVALID',
      `${this.file}, line ${position.line}, column ${position.col}: ${words}`,
      {
        position,
        nextStep: {
          label: 'Open lakehouse.json',
          command: 'lakehouse.openConfig',
          args: [position.line, position.col],
        },
      },
    );
  }

  connections(root: Node): readonly ConnectionConfig[] {
    const members = this.members(root, 'the file', { connections: 'array', parameters: '' }, ['$schema']);
    const list = members.get('connections');
    if (list === undefined) throw this.at(root, '"connections" is missing');
    const connections = this.items(list, '"connections"').map((node) => this.connection(node));
    this.refuseTwice(list, connections);
    return connections;
  }

  /** The sets of values; undefined when there are none. */
  parameters(root: Node): Readonly<Record<string, ParameterSet>> | undefined {
    const node = this.find(root, 'parameters');
    if (node === undefined) return undefined;
    return Object.fromEntries(
      this.entries(node, '"parameters"').map(([set, values]) => [
        set,
        Object.fromEntries(this.entries(values, `the set "${set}"`).map(([name, value]) => [name, this.scalar(value)])),
      ]),
    );
  }

  private entries(node: Node, what: string): [string, Node][] {
    if (node.type !== 'object') throw this.at(node, `${what} must be an object`);
    return (node.children ?? []).flatMap(({ children: [key, value] = [] }) =>
      key === undefined || value === undefined ? [] : [[String(key.value), value] as [string, Node]],
    );
  }

  private scalar(node: Node): string | number | boolean | null {
    const value: unknown = node.value;
    if (node.type === 'null') return null;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
    throw this.at(node, 'a value must be a text, a number, true, false or null');
  }

  private connection(node: Node): ConnectionConfig {
    const what = 'a connection';
    const members = this.members(node, what, { name: '', readOnly: '', stack: '', spark: '', catalogs: '' });
    const catalogs = members.get('catalogs');
    const connection: ConnectionConfig = {
      name: this.required(node, members, 'name', what),
      readOnly: this.value(members.get('readOnly'), 'boolean', '"readOnly"'),
      stack: this.value(members.get('stack'), 'stackRuntime', '"stack"'),
      spark: this.spark(members.get('spark')),
      catalogs: catalogs && this.catalogs(catalogs),
    };
    if (connection.stack !== undefined && (connection.spark !== undefined || connection.catalogs !== undefined)) {
      throw this.at(
        node,
        `connection "${connection.name}" has "stack" and addresses of its own; a stack brings its addresses`,
      );
    }
    if (connection.stack === undefined && connection.spark === undefined && connection.catalogs === undefined) {
      throw this.at(node, `connection "${connection.name}" needs "stack", "spark" or "catalogs"`);
    }
    return connection;
  }

  private spark(node: Node | undefined): SparkConfig | undefined {
    if (node === undefined) return undefined;
    const members = this.members(node, '"spark"', { url: '', token: '' });
    const url = this.required(node, members, 'url', '"spark"');
    if (!url.startsWith('sc://'))
      throw this.at(members.get('url') ?? node, '"url" must begin with sc://, such as sc://localhost:15002');
    return { url, token: this.value(members.get('token'), 'string', '"token"') };
  }

  private catalogs(node: Node): readonly CatalogConfig[] {
    const catalogs = this.items(node, '"catalogs"').map((item) => this.catalog(item));
    this.refuseTwice(node, catalogs);
    return catalogs;
  }

  private catalog(node: Node): CatalogConfig {
    const type = this.value(this.find(node, 'type'), 'string', '"type"');
    if (type !== 'hive' && type !== 'glue') {
      throw this.at(this.find(node, 'type') ?? node, 'a catalog needs "type": "hive" or "glue"');
    }
    const keys = type === 'hive' ? HIVE_KEYS : GLUE_KEYS;
    const what = `a ${type} catalog`;
    const members = this.members(node, what, { ...keys, s3: '' });
    const name = this.required(node, members, 'name', what);
    if (type === 'hive') this.required(node, members, 'uri', what);
    const values = this.values(members, keys);
    const s3 = members.get('s3');
    const s3Values = s3 && (this.values(this.members(s3, '"s3"', S3_KEYS), S3_KEYS) as S3Settings);
    const uri = values['uri'];
    if (
      type === 'hive' &&
      typeof uri === 'string' &&
      !uri.split(',').every((one) => /^thrift:\/\/[^/:]+(:\d+)?\/?$/.test(one.trim()))
    ) {
      throw this.at(members.get('uri') ?? node, `"uri" of catalog "${name}" must be thrift://host:port`);
    }
    return { ...values, name, type, s3: s3Values } as CatalogConfig;
  }

  private values(members: Map<string, Node>, keys: Readonly<Record<string, Kind>>): Record<string, unknown> {
    const values: Record<string, unknown> = {};
    for (const [key, kind] of Object.entries(keys)) {
      const value = this.value(members.get(key), kind, `"${key}"`);
      if (value !== undefined) values[key] = value;
    }
    return values;
  }

  private value(node: Node | undefined, kind: 'boolean', what: string): boolean | undefined;
  private value(node: Node | undefined, kind: 'stackRuntime', what: string): ConnectionConfig['stack'];
  private value(node: Node | undefined, kind: Kind, what: string): string | undefined;
  private value(node: Node | undefined, kind: Kind, what: string): unknown {
    if (node === undefined) return undefined;
    const value: unknown = getNodeValue(node);
    const choices = { stackRuntime: ['auto', 'compose', 'embedded'], transport: ['buffered', 'framed'] } as const;
    if (kind === 'stackRuntime' || kind === 'transport') {
      if (!(choices[kind] as readonly unknown[]).includes(value))
        throw this.at(node, `${what} must be one of ${choices[kind].join(', ')}`);
    } else if (typeof value !== kind) {
      throw this.at(node, `${what} must be a ${kind}`);
    }
    return value;
  }

  private required(parent: Node, members: Map<string, Node>, key: string, what: string): string {
    const node = members.get(key);
    if (node === undefined) throw this.at(parent, `${what} needs "${key}"`);
    const value = this.value(node, 'string', `"${key}"`);
    if (value === undefined || value.trim() === '') throw this.at(node, `"${key}" must not be empty`);
    return value;
  }

  private members(
    node: Node,
    what: string,
    known: Readonly<Record<string, unknown>>,
    ignored: readonly string[] = [],
  ): Map<string, Node> {
    if (node.type !== 'object') throw this.at(node, `${what} must be an object`);
    const members = new Map<string, Node>();
    for (const property of node.children ?? []) {
      const [key, value] = property.children ?? [];
      if (key === undefined || value === undefined) continue;
      const name = String(key.value);
      if (ignored.includes(name)) continue;
      if (!Object.hasOwn(known, name)) {
        throw this.at(key, `"${name}" is not known in ${what}; known are ${Object.keys(known).join(', ')}`);
      }
      members.set(name, value);
    }
    return members;
  }

  private find(node: Node, key: string): Node | undefined {
    const property = node.children?.find((child) => child.children?.[0]?.value === key);
    return property?.children?.[1];
  }

  private items(node: Node, what: string): readonly Node[] {
    if (node.type !== 'array') throw this.at(node, `${what} must be an array`);
    return node.children ?? [];
  }

  private refuseTwice(list: Node, named: readonly { readonly name: string }[]): void {
    const seen = new Set<string>();
    named.forEach(({ name }, index) => {
      if (seen.has(name)) throw this.at(list.children?.[index] ?? list, `the name "${name}" is used twice`);
      seen.add(name);
    });
  }

  private at(node: Node, words: string): LakehouseError {
    return this.fault(node.offset, node.length, words);
  }
}

function positionOf(text: string, offset: number, length: number): TextPosition {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { start: offset, end: offset + length, line, col: offset - (before.lastIndexOf('\n') + 1) + 1 };
}
