/** The versions of Spark whose SQL the parser tells apart. */
export type SparkVersion = '4.0' | '4.1';

export const DEFAULT_SPARK_VERSION: SparkVersion = '4.0';

/** The version that a setting's text means: the newest that is not newer than it; 4.0 where it says none. */
export function sparkVersionOf(text: unknown): SparkVersion {
  const match = /^(\d+)(?:\.(\d+))?/.exec(typeof text === 'string' ? text.trim() : '');
  if (match === null) return DEFAULT_SPARK_VERSION;
  const [major, minor] = [Number(match[1]), Number(match[2] ?? 0)];
  return major > 4 || (major === 4 && minor >= 1) ? '4.1' : '4.0';
}
