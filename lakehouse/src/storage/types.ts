/** Objects by URI, wherever they lie. */

/** Bytes `start` to `end`, both included, counted from 0. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface ReadOptions {
  readonly range?: ByteRange;
  readonly signal?: AbortSignal;
}

export interface ObjectInfo {
  readonly uri: string;
  readonly size: number;
  readonly modifiedMs: number | null;
}

/**
 * Reads objects. Errors: OBJECT_NOT_FOUND, BUCKET_NOT_FOUND, ACCESS_DENIED, AUTH_FAILED, CATALOG_UNSUPPORTED (a scheme
 * that is not read here), those of the network, CANCELLED; each names the object.
 */
export interface ObjectStore {
  read(uri: string, options?: ReadOptions): Promise<Buffer>;
  head(uri: string, signal?: AbortSignal): Promise<ObjectInfo>;
  /** All objects whose URI starts with `prefix`, in pages as the store gives them. */
  list(prefix: string, signal?: AbortSignal): AsyncIterable<ObjectInfo[]>;
  close(): void;
}
