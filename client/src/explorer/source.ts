import * as vscode from 'vscode';
import type { PartitionInfo, TableInfo } from '../../../lakehouse/src/catalog/types';
import type { LakehouseError } from '../../../lakehouse/src/errors';
import {
  type CatalogPath,
  PARTITIONS,
  type PartitionsParams,
  type PartitionsResult,
  TABLE,
  TREE_CHILDREN,
  type TableParams,
  type TableResult,
  type TreeChildrenParams,
  type TreeChildrenResult,
  type TreeItem,
} from '../../../server/src/protocol';
import { type Connections, describeConnection } from '../connections';
import type { LanguageServer } from '../language-server';
import type { CatalogSource, ConnectionSummary } from './loader';
import type { TablePath } from './nodes';

/** The catalog as the language server tells it. A connection that cannot be reached says why before it is asked. */
export class ServerSource implements CatalogSource {
  constructor(
    private readonly configured: Connections,
    private readonly server: LanguageServer,
    /** Tells the server the connections again, after one got a secret. */
    private readonly push: () => Promise<void>,
    /** Whether the welcome page stands in the tree's place. */
    private readonly welcome: () => boolean,
  ) {}

  async connections(): Promise<readonly ConnectionSummary[]> {
    if (this.welcome()) return [];
    await this.configured.ready();
    const active = this.configured.activeName();
    return this.configured.list().map((config) => ({
      name: config.name,
      active: config.name === active,
      readOnly: config.readOnly === true,
      detail: describeConnection(config),
    }));
  }

  configErrors(): readonly LakehouseError[] {
    return this.configured.configErrors();
  }

  async treeChildren(path: CatalogPath, signal: AbortSignal): Promise<readonly TreeItem[]> {
    if (path.catalog === undefined) {
      // Asks for secrets that are missing, and throws what stands in the way: no stack, no secret, no trust.
      await this.configured.resolve(path.connection, true);
      await this.push();
    }
    const params: TreeChildrenParams = { path };
    return (await this.ask<TreeChildrenResult>(TREE_CHILDREN, params, signal)).items;
  }

  async table(path: TablePath, signal: AbortSignal): Promise<TableInfo> {
    const params: TableParams = { path };
    return (await this.ask<TableResult>(TABLE, params, signal)).table;
  }

  async partitions(path: TablePath, signal: AbortSignal): Promise<readonly PartitionInfo[]> {
    const params: PartitionsParams = { path };
    return (await this.ask<PartitionsResult>(PARTITIONS, params, signal)).partitions;
  }

  private async ask<R>(
    method: string,
    params: unknown,
    signal: AbortSignal,
  ): ReturnType<typeof this.server.request<R>> {
    const cancel = new vscode.CancellationTokenSource();
    const abort = (): void => cancel.cancel();
    signal.addEventListener('abort', abort);
    try {
      if (signal.aborted) abort();
      return await this.server.request<R>(method, params, cancel.token);
    } finally {
      signal.removeEventListener('abort', abort);
      cancel.dispose();
    }
  }
}
