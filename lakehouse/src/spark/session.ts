/** A session on a Spark Connect server: statements, settings, interrupting, and its end. */
import type { MessageInitShape } from '@bufbuild/protobuf';
import { InterruptRequest_InterruptType, SparkConnectService } from '../../generated/spark/connect/base_pb';
import type { ExecutePlanResponse, ExecutePlanResponse_ExecutionProgress } from '../../generated/spark/connect/base_pb';
import type { PlanSchema } from '../../generated/spark/connect/base_pb';
import type { Relation, RelationSchema } from '../../generated/spark/connect/relations_pb';
import { decodeBatch, formatValue } from '../arrow';
import { LakehouseError } from '../errors';
import { conditionOf } from './errors';
import type { Link } from './link';
import { shortMessage } from './message';
import { columnsOf } from './schema';
import { isPlainQuery } from './statement';
import { Operation } from './operation';
import { AGAIN } from './steps';
import type { ExecuteEvent, ExecuteOptions, StatementParameters, QueryColumn, SparkSession } from './types';

type PlanInit = MessageInitShape<typeof PlanSchema>;
type RelationInit = MessageInitShape<typeof RelationSchema>;

const { method } = SparkConnectService;

/** Settings and session calls take milliseconds; analysing asks catalogs. In milliseconds. */
const CALL_TIMEOUT = 20_000;
const ANALYZE_TIMEOUT = 120_000;
const CLOSE_TIMEOUT = 2000;

export class Session implements SparkSession {
  private closed = false;

  constructor(
    private readonly link: Link,
    readonly sparkVersion: string,
  ) {}

  get sessionId(): string {
    return this.link.identity.sessionId;
  }

  async *execute(sql: string, options: ExecuteOptions = {}): AsyncGenerator<ExecuteEvent, void, void> {
    this.assertOpen();
    try {
      let rowCount = 0;
      let relation: Relation | undefined;
      const first = isPlainQuery(sql)
        ? rootPlan(limited(sqlRelation(sql, options.parameters), options.limit))
        : commandPlan(sql, options.parameters);
      for await (const event of this.run(first, options, (found) => (relation = found))) {
        if (event.type === 'batch') rowCount += event.rowCount;
        yield event;
      }
      if (relation?.relType.case === 'localRelation') {
        const batch = localBatch(relation.relType.value.data);
        if (batch) {
          rowCount += batch.rowCount;
          yield batch;
        }
      } else if (relation) {
        // The server names the query to read, and may have added to it: it goes back as it came.
        const plan = rootPlan(limited(relation, options.limit));
        for await (const event of this.run(plan, options, () => undefined)) {
          if (event.type === 'batch') rowCount += event.rowCount;
          yield event;
        }
      }
      yield { type: 'complete', rowCount };
    } catch (error) {
      throw await this.link.failure(error, sql);
    }
  }

  private async *run(
    plan: PlanInit,
    options: ExecuteOptions,
    onRelation: (relation: Relation) => void,
  ): AsyncGenerator<ExecuteEvent, void, void> {
    const operation = new Operation(this.link, plan, options);
    operation.start();
    yield { type: 'started', operationId: operation.id, sessionId: this.sessionId };
    let rows = 0;
    for await (const response of operation.responses()) {
      const { responseType } = response;
      if (responseType.case === 'sqlCommandResult' && responseType.value.relation) {
        onRelation(responseType.value.relation);
        continue;
      }
      const event = toEvent(response, rows);
      if (event?.type === 'batch') rows += event.rowCount;
      if (event) yield event;
    }
  }

  async getConfig(keys: readonly string[], signal?: AbortSignal): Promise<Record<string, string | null>> {
    this.assertOpen();
    const operation = { opType: { case: 'getOption' as const, value: { keys: [...keys] } } };
    const { pairs } = await this.ask(() =>
      this.link.call(method.config, { operation }, { timeoutMs: CALL_TIMEOUT, signal }),
    );
    const found = new Map(pairs.map(({ key, value }) => [key, value]));
    return Object.fromEntries(keys.map((key) => [key, found.get(key) ?? null]));
  }

  async setConfig(pairs: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<void> {
    this.assertOpen();
    const list = Object.entries(pairs).map(([key, value]) => ({ key, value }));
    const operation = { opType: { case: 'set' as const, value: { pairs: list } } };
    await this.ask(() => this.link.call(method.config, { operation }, { timeoutMs: CALL_TIMEOUT, signal }));
  }

  async texts(sql: string, signal?: AbortSignal): Promise<(string | null)[][]> {
    const rows: (string | null)[][] = [];
    for await (const event of this.execute(sql, { signal })) {
      if (event.type !== 'batch') continue;
      const batch = decodeBatch(event.data);
      for (let row = 0; row < batch.rowCount; row++) {
        rows.push(
          batch.columns.map(({ sparkType }, index) => {
            const { kind, text } = formatValue(batch.value(index, row), sparkType);
            return kind === 'null' ? null : text;
          }),
        );
      }
    }
    return rows;
  }

  async schema(sql: string, signal?: AbortSignal): Promise<readonly QueryColumn[]> {
    this.assertOpen();
    const analyze = { case: 'schema' as const, value: { plan: rootPlan(sqlRelation(sql)) } };
    const { result } = await this.ask(
      () => this.link.call(method.analyzePlan, { analyze }, { timeoutMs: ANALYZE_TIMEOUT, signal }),
      sql,
    );
    return result.case === 'schema' ? columnsOf(result.value.schema) : [];
  }

  async explain(sql: string, signal?: AbortSignal): Promise<string> {
    this.assertOpen();
    // Asked to analyse what writes, the server would write: only EXPLAIN itself is safe with every statement.
    if (isPlainQuery(sql)) await this.schema(sql, signal);
    let plan = '';
    for await (const event of this.execute(`EXPLAIN FORMATTED ${sql}`, { signal })) {
      if (event.type === 'batch') plan += firstColumn(event.data).join('\n');
    }
    const failed = /^Error occurred during query planning: ?\n?/.exec(plan);
    if (failed === null) return plan;
    const detail = plan.slice(failed[0].length);
    throw new LakehouseError('QUERY_FAILED', shortMessage(detail), { condition: conditionOf(detail), detail });
  }

  async interruptAll(): Promise<void> {
    this.assertOpen();
    const request = { interruptType: InterruptRequest_InterruptType.ALL };
    await this.ask(() => this.link.call(method.interrupt, request, { timeoutMs: CALL_TIMEOUT }));
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    const { sessionId, userContext, clientType } = this.link.identity;
    try {
      await this.link.channel.unary(
        method.releaseSession,
        { sessionId, userContext, clientType },
        { timeoutMs: CLOSE_TIMEOUT },
      );
    } catch {
      // A server that is gone has no session left to end.
    } finally {
      this.link.channel.close();
    }
  }

  disconnect(): void {
    this.closed = true;
    this.link.channel.close();
  }

  private async ask<T>(call: () => Promise<T>, sql?: string): Promise<T> {
    try {
      return await call();
    } catch (error) {
      throw await this.link.failure(error, sql);
    }
  }

  private assertOpen(): void {
    if (this.closed) {
      throw new LakehouseError('SESSION_LOST', 'This Spark session was closed', { nextStep: AGAIN });
    }
  }
}

/** The texts of a batch's first column. */
function firstColumn(data: Uint8Array): string[] {
  const batch = decodeBatch(data);
  return Array.from({ length: batch.rowCount }, (_, row) => batch.value(0, row)).filter(
    (cell) => typeof cell === 'string',
  );
}

function sqlRelation(query: string, parameters?: StatementParameters): RelationInit {
  return { relType: { case: 'sql', value: { query, ...argumentsOf(parameters) } } };
}

function argumentsOf(parameters: StatementParameters | undefined) {
  const expression = (text: string) => ({
    exprType: { case: 'expressionString' as const, value: { expression: text } },
  });
  if (parameters === undefined) return {};
  if ('positional' in parameters) return { posArguments: parameters.positional.map(expression) };
  const named = Object.entries(parameters.named).map(([name, text]) => [name, expression(text)] as const);
  return { namedArguments: Object.fromEntries(named) };
}

function limited(input: RelationInit, limit: number | undefined): RelationInit {
  return limit === undefined ? input : { relType: { case: 'limit', value: { input, limit } } };
}

function rootPlan(relation: RelationInit): PlanInit {
  return { opType: { case: 'root', value: relation } };
}

function commandPlan(sql: string, parameters?: StatementParameters): PlanInit {
  const value = { input: sqlRelation(sql, parameters) };
  return { opType: { case: 'command', value: { commandType: { case: 'sqlCommand', value } } } };
}

function toEvent(response: ExecutePlanResponse, startOffset: number): ExecuteEvent | undefined {
  const { responseType } = response;
  switch (responseType.case) {
    case 'arrowBatch': {
      const { data, rowCount } = responseType.value;
      return { type: 'batch', data, rowCount: Number(rowCount), startOffset };
    }
    case 'executionProgress':
      return progress(responseType.value);
    default:
      return undefined;
  }
}

function progress({ stages }: ExecutePlanResponse_ExecutionProgress): ExecuteEvent {
  const sum = (part: 'numTasks' | 'numCompletedTasks' | 'inputBytesRead') =>
    stages.reduce((total, stage) => total + Number(stage[part]), 0);
  return {
    type: 'progress',
    stages: stages.length,
    tasks: sum('numTasks'),
    completedTasks: sum('numCompletedTasks'),
    inputBytes: sum('inputBytesRead'),
  };
}

/** The rows a command answered; undefined for commands that have none, such as CREATE TABLE. */
function localBatch(data: Uint8Array | undefined): (ExecuteEvent & { type: 'batch' }) | undefined {
  if (!data || data.length === 0) return undefined;
  const { columns, rowCount } = decodeBatch(data);
  return columns.length === 0 ? undefined : { type: 'batch', data, rowCount, startOffset: 0 };
}
