/** An identifier as Spark SQL writes it: as it stands where that is allowed, else in backticks, those within doubled. */
export function quoteName(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : '`' + name.replaceAll('`', '``') + '`';
}
