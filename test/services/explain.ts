/** Spark's own analysis of a statement, which runs nothing. */
import { LakehouseError } from '../../lakehouse/src/errors';
import type { SparkSession } from '../../lakehouse/src/spark';
import { query } from './spark-rows';

/** What Spark says is wrong with a statement; empty when nothing is. */
export async function complaint(session: SparkSession, sql: string): Promise<string> {
  try {
    const { texts } = await query(session, `EXPLAIN ${sql}`);
    const plan = texts.flat().join('\n');
    // EXPLAIN gives an error of the analysis as its plan.
    return plan.includes('Error occurred during query planning') ? plan : '';
  } catch (error) {
    return LakehouseError.from(error).message;
  }
}
