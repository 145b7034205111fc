export interface LockEntry {
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
export function missingEntries(lock: {
  readonly packages: Readonly<Record<string, LockEntry>>;
}): Record<string, unknown>;
