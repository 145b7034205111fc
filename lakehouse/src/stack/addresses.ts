/** Where the services of a running stack are, and the connection this makes. */
import type { CatalogConfig, ConnectionConfig, S3Settings } from '../config/types';
import type { ServiceName } from './types';

/** Catalogs of every stack, by the names the sample and the documentation use. */
export const HIVE_CATALOG = 'hive_prod';
export const GLUE_CATALOG = 'glue_catalog';
export const SESSION_CATALOG = 'spark_catalog';

export const BUCKET = 'lakehouse';
export const REGION = 'us-east-1';

/** The ports people expect these services at. */
export const USUAL_PORTS: Readonly<Record<ServiceName, number>> = {
  s3: 9000,
  metastore: 9083,
  glue: 5000,
  spark: 15002,
};

export interface StackCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface StackAddresses extends StackCredentials {
  readonly host: string;
  readonly ports: Readonly<Record<ServiceName, number>>;
  readonly region: string;
  readonly bucket: string;
}

export function addressOf(addresses: StackAddresses, service: ServiceName): string {
  return `${addresses.host}:${String(addresses.ports[service])}`;
}

/** How to reach the object store. */
export function s3Settings(addresses: StackAddresses): S3Settings {
  const { accessKeyId, secretAccessKey, region } = addresses;
  return { endpoint: `http://${addressOf(addresses, 's3')}`, region, accessKeyId, secretAccessKey, pathStyle: true };
}

/**
 * The connection that lakehouse.json's `"stack"` stands for. Its keys open nothing but this stack. Leaves out what has no
 * port (0): a service that was never started here.
 */
export function connectionTo(addresses: StackAddresses, name = 'local'): ConnectionConfig {
  const { accessKeyId, secretAccessKey, region, ports } = addresses;
  const s3 = s3Settings(addresses);
  const uri = `thrift://${addressOf(addresses, 'metastore')}`;
  const endpoint = `http://${addressOf(addresses, 'glue')}`;
  const hive = (catalog: string): CatalogConfig => ({ name: catalog, type: 'hive', uri, s3 });
  const glue: CatalogConfig = { name: GLUE_CATALOG, type: 'glue', region, endpoint, accessKeyId, secretAccessKey, s3 };
  return {
    name,
    ...(ports.spark === 0 ? {} : { spark: { url: `sc://${addressOf(addresses, 'spark')}` } }),
    catalogs: [
      ...(ports.metastore === 0 ? [] : [hive(HIVE_CATALOG)]),
      ...(ports.glue === 0 ? [] : [glue]),
      ...(ports.metastore === 0 ? [] : [hive(SESSION_CATALOG)]),
    ],
  };
}
