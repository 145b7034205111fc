/** Opens Spark Connect sessions. Loaded on first use: activation does not pay for it. */
import { LakehouseError } from '../../../lakehouse/src/errors';
import type { ConnectOptions, SparkSession } from '../../../lakehouse/src/spark/types';

export type Connect = (options: ConnectOptions) => Promise<SparkSession>;

export const connectSpark: Connect = async () => {
  throw new LakehouseError('INTERNAL', 'This build has no Spark Connect client');
};
