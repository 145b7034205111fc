/** Opens Spark Connect sessions. Loaded on first use: activation does not pay for it. */
import type { ConnectOptions, SparkSession } from '../../../lakehouse/src/spark/types';

export type Connect = (options: ConnectOptions) => Promise<SparkSession>;

export const connectSpark: Connect = async (options) => {
  const { connect } = await import('../../../lakehouse/src/spark');
  return connect(options);
};
