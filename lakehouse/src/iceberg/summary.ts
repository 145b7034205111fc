/**
 * Rows a snapshot took away, as decimal digits, from its summary (Iceberg spec, "Optional Snapshot Summary Fields"): those of
 * data files it removed and those its position deletes mark, in delete files or deletion vectors. Null when it says neither.
 */
export function deletedRows(summary: Readonly<Record<string, string>>): string | null {
  const counts = [summary['deleted-records'], summary['added-position-deletes']].filter(
    (value) => value !== undefined && /^\d+$/.test(value),
  );
  return counts.length === 0 ? null : String(counts.reduce((sum, value) => sum + BigInt(value ?? 0), 0n));
}
