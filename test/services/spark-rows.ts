/** Running statements in tests: all rows as text, or as values. */
import { decodeBatch, formatValue } from '../../lakehouse/src/arrow';
import type { ResultColumn, Value } from '../../lakehouse/src/arrow';
import { LakehouseError } from '../../lakehouse/src/errors';
import type { ExecuteOptions, SparkSession } from '../../lakehouse/src/spark';

export interface Rows {
  readonly columns: readonly ResultColumn[];
  readonly texts: readonly (readonly string[])[];
  readonly values: readonly (readonly Value[])[];
}

export async function query(session: SparkSession, sql: string, options?: ExecuteOptions): Promise<Rows> {
  let columns: readonly ResultColumn[] = [];
  const texts: string[][] = [];
  const values: Value[][] = [];
  for await (const event of session.execute(sql, options)) {
    if (event.type !== 'batch') continue;
    const batch = decodeBatch(event.data);
    columns = batch.columns;
    for (let row = 0; row < batch.rowCount; row++) {
      values.push(columns.map((_, column) => batch.value(column, row)));
      texts.push(columns.map(({ sparkType }, column) => formatValue(batch.value(column, row), sparkType).text));
    }
  }
  return { columns, texts, values };
}

/** The LakehouseError that a promise fails with; throws when it does not fail, or with anything else. */
export async function failure(promise: Promise<unknown>): Promise<LakehouseError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof LakehouseError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}
