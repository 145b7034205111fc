/** Catalogs by their configuration. */
import { GlueReader } from '../glue/reader';
import { HiveReader } from '../hive/reader';
import { openStore } from '../storage';
import type { CatalogConfig } from '../config/types';
import type { ObjectStore } from '../storage';
import type { CatalogReader } from './types';

export type * from './types';

export interface OpenCatalogOptions {
  /** Where metadata files are read from; by default what the configuration's `s3` says. Closed with the reader. */
  readonly store?: ObjectStore;
  /** Time for a connection; Hive has as long again for its first answer, S3 and Glue twice as long. Default 5 s. */
  readonly connectTimeoutMs?: number;
  /** Time for one call of the catalog. Default 60 s for Hive, 30 s for one of four tries of S3 and Glue. */
  readonly callTimeoutMs?: number;
}

/** Opens a catalog. Nothing is connected until the first call. Throws CONFIG_INVALID for an address that is none. */
export function openCatalog(config: CatalogConfig, options: OpenCatalogOptions = {}): CatalogReader {
  const { connectTimeoutMs, callTimeoutMs } = options;
  const hive = { connectTimeoutMs, callTimeoutMs };
  const aws = connectTimeoutMs === undefined ? hive : { ...hive, firstAnswerMs: 2 * connectTimeoutMs };
  switch (config.type) {
    case 'hive':
      return new HiveReader(config, options.store ?? openStore(config.s3, aws), hive);
    case 'glue':
      return new GlueReader(config, options.store ?? openStore(s3OfGlue(config), aws), aws);
  }
}

/** What a Glue catalog's S3 settings leave out is as for Glue itself: region and who asks, but not the endpoint. */
function s3OfGlue(config: Extract<CatalogConfig, { type: 'glue' }>) {
  const { region, profile, accessKeyId, secretAccessKey, sessionToken, s3 } = config;
  const ownCredentials = s3?.accessKeyId !== undefined || s3?.profile !== undefined;
  return {
    ...(region === undefined ? {} : { region }),
    ...(ownCredentials ? {} : { profile, accessKeyId, secretAccessKey, sessionToken }),
    ...s3,
  };
}
