/** The command line as a program of its own, built once a test file, in a scratch folder with nothing around it. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(__dirname, '../../..');

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly input?: string | Buffer;
  /** Default: the scratch folder. */
  readonly cwd?: string;
  /** Instead of this process's, when given. */
  readonly env?: NodeJS.ProcessEnv;
}

export class Program {
  readonly scratch = mkdtempSync(join(tmpdir(), 'lakehouse-cli-'));
  readonly cli = join(this.scratch, 'dist/cli.js');

  static async build(): Promise<Program> {
    const program = new Program();
    mkdirSync(join(program.scratch, 'dist'));
    symlinkSync(join(root, 'stack'), join(program.scratch, 'stack'));
    await build({
      entryPoints: [join(root, 'server/src/cli/main.ts')],
      outfile: program.cli,
      bundle: true,
      platform: 'node',
      mainFields: ['module', 'main'],
      target: 'node20',
      logLevel: 'silent',
    });
    return program;
  }

  run(args: readonly string[], { input, cwd = this.scratch, env }: RunOptions = {}): Ran {
    const own = { ...process.env, XDG_DATA_HOME: join(this.scratch, 'data'), LAKEHOUSE_DATA: '' };
    const options = { encoding: 'utf8' as const, cwd, env: env ?? own, ...(input === undefined ? {} : { input }) };
    const result = spawnSync(process.execPath, [this.cli, ...args], options);
    return { code: result.status, out: result.stdout, err: result.stderr };
  }

  dispose(): void {
    rmSync(this.scratch, { recursive: true, maxRetries: 5 });
  }
}
