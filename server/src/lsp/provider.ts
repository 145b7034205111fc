/** What a feature brings to the protocol: its capabilities and its handlers. `providers/` has one file a feature. */
import type { ClientCapabilities, Connection, ServerCapabilities } from 'vscode-languageserver/node';
import type { PictureSource } from '../catalog/picture';
import type { Documents } from './documents';
import type { InitializationOptions } from '../protocol';
import type { Log } from './runner';
import type { SettingsStore } from './settings';

/** What every provider works with. */
export interface Host {
  readonly connection: Connection;
  readonly documents: Documents;
  readonly source: PictureSource;
  readonly settings: SettingsStore;
  readonly log: Log;
  /** What the editor can do; known once it has said `initialize`. */
  readonly client: () => ClientCapabilities;
  /** Settled once the catalogs that need no connection are read. */
  readonly ready: () => Promise<void>;
  /** Something of the catalogs became known or was forgotten: what was said of names may be wrong now. */
  readonly onCatalogChanged: (listener: () => void) => void;
}

export interface Provider {
  /** What is said of it in the answer to `initialize`. */
  capabilities?(client: ClientCapabilities, options: InitializationOptions): Partial<ServerCapabilities>;
  /** Sets up the handlers; called once, before the connection listens. */
  start(host: Host): void;
}
