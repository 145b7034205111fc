export { loadConfig } from './load';
export { parseConfig, parseConnections } from './parse';
export { resolveSecrets, secretNames, type SecretSources } from './secrets';
export type * from './types';
