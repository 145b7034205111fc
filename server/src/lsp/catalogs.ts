/** The catalog requests of protocol.ts over LSP. */
import type { CancellationToken, Connection } from 'vscode-languageserver/node';
import { type CatalogService, MAX_AGE } from '../catalog/service';
import {
  CATALOG_CHANGED,
  type CatalogChangedParams,
  HISTORY,
  type HistoryParams,
  type HistoryResult,
  PARTITIONS,
  type PartitionsParams,
  type PartitionsResult,
  REFRESH,
  type RefreshParams,
  SESSION_ZONE,
  type SessionZoneParams,
  SET_CONNECTIONS,
  type SetConnectionsParams,
  TABLE,
  type TableParams,
  type TableResult,
  TREE_CHILDREN,
  type TreeChildrenParams,
  type TreeChildrenResult,
} from '../protocol';
import { LakehouseError } from '../../../lakehouse/src/errors';
import { quoteName } from '../sql/names';
import { answering, type Log, safely, signalOf } from './runner';

export function serveCatalogs(connection: Connection, service: CatalogService, log: Log): void {
  service.onChanged((path) => {
    const params: CatalogChangedParams = { path };
    void safely(log, CATALOG_CHANGED, undefined, () => connection.sendNotification(CATALOG_CHANGED, params));
  });

  connection.onNotification(SET_CONNECTIONS, ({ connections, active }: SetConnectionsParams) =>
    safely(log, SET_CONNECTIONS, undefined, () => service.setConnections(connections, active)),
  );
  connection.onNotification(SESSION_ZONE, ({ connection: name, timeZone }: SessionZoneParams) =>
    safely(log, SESSION_ZONE, undefined, () => service.setTimeZone(name, timeZone)),
  );
  connection.onRequest(REFRESH, ({ path }: RefreshParams) =>
    safely(log, REFRESH, undefined, () => service.refresh(path)),
  );

  connection.onRequest(
    TREE_CHILDREN,
    ({ path }: TreeChildrenParams, token: CancellationToken): Promise<TreeChildrenResult> =>
      answering(log, TREE_CHILDREN, async () => ({ items: await service.children(path, signalOf(token)) })),
  );
  connection.onRequest(TABLE, ({ path }: TableParams, token: CancellationToken): Promise<TableResult> =>
    answering(log, TABLE, async () => ({ table: await service.table(path, MAX_AGE.table, signalOf(token)) })),
  );
  connection.onRequest(PARTITIONS, ({ path }: PartitionsParams, token: CancellationToken): Promise<PartitionsResult> =>
    answering(log, PARTITIONS, async () => ({ partitions: await service.partitions(path, signalOf(token)) })),
  );
  connection.onRequest(HISTORY, ({ path }: HistoryParams, token: CancellationToken): Promise<HistoryResult> =>
    answering(log, HISTORY, async () => {
      const { iceberg } = await service.table(path, MAX_AGE.table, signalOf(token));
      const sqlName = [path.catalog, ...path.namespace, path.table].map(quoteName).join('.');
      if (iceberg === null) {
        throw new LakehouseError('CATALOG_UNSUPPORTED', `${sqlName} is not an Iceberg table: it keeps no snapshots`);
      }
      const { currentSnapshotId, snapshots, refs, history: log } = iceberg;
      return { history: { sqlName, currentSnapshotId, snapshots, refs, log } };
    }),
  );
}
