/** A property or setting that has a name, a default and, where they are few, its values. */
export interface Option {
  readonly name: string;
  /** As written in SQL; empty where it depends. */
  readonly default: string;
  /** All values there are, or the usual ones; empty where any text or number goes. */
  readonly values: readonly string[];
  readonly what: string;
}

/** `name | default | values, with commas | what it does`, one a line. `boolean` stands for true and false. */
export function readOptions(text: string): Option[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', given = '', values = '', ...what] = line.split('|').map((part) => part.trim());
      const list = values === 'boolean' ? ['true', 'false'] : values.split(',').map((one) => one.trim());
      return { name, default: given, values: list.filter((one) => one !== ''), what: what.join('|') };
    });
}
