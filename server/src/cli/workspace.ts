/**
 * The settings that a folder's team shares, from `.vscode/settings.json`: the command line follows them as the editor does.
 * A user's own settings it does not know.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, type ParseError } from 'jsonc-parser';

const FILE = '.vscode/settings.json';

export class WorkspaceSettings {
  private constructor(private readonly values: Readonly<Record<string, unknown>>) {}

  /** Of a folder; a file that is not there or cannot be read says nothing, the second on standard error. */
  static async read(folder: string): Promise<WorkspaceSettings> {
    let text: string;
    try {
      text = await readFile(join(folder, FILE), 'utf8');
    } catch {
      return new WorkspaceSettings({});
    }
    const errors: ParseError[] = [];
    const values: unknown = parse(text, errors, { allowTrailingComma: true });
    if (errors.length > 0) process.stderr.write(`warning: ${FILE} is not valid JSON: what can be read of it counts\n`);
    return new WorkspaceSettings(isObject(values) ? values : {});
  }

  /** A setting by its whole name, what is said for SQL files first. */
  get(name: string): unknown {
    for (const language of ['[spark-sql]', '[sql]']) {
      const own = this.values[language];
      if (isObject(own) && own[name] !== undefined) return own[name];
    }
    return this.values[name];
  }
  string(name: string): string | undefined {
    const value = this.get(name);
    return typeof value === 'string' ? value : undefined;
  }
  number(name: string): number | undefined {
    const value = this.get(name);
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  }
  boolean(name: string): boolean | undefined {
    const value = this.get(name);
    return typeof value === 'boolean' ? value : undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
