/** Builds the images, saying what goes on; and says what went wrong in BuildKit's output. */
import { LakehouseError } from '../errors';
import { lastLines } from './composeDocker';

/** What the longer build stages do, for people. */
const STAGES: Readonly<Record<string, string>> = {
  java: 'installing Java',
  maven: 'installing Maven',
  'spark-jars': 'downloading Spark and Iceberg (320 MB)',
  'metastore-files': 'downloading Hive Metastore (140 MB)',
  go: 'fetching the Go compiler',
  'minio-build': 'compiling MinIO',
  postgres: 'installing PostgreSQL',
  glue: 'installing moto',
};

/** Follows the plain output of a build; `next(line)` answers what to tell when that has changed, else undefined. */
export class BuildProgress {
  readonly #active = new Map<string, string>();
  #told = '';

  next(line: string): string | undefined {
    const [, step, stage] = /^#(\d+) \[(?:[\w-]+ )?([\w-]+) +\d+\/\d+\] RUN /.exec(line) ?? [];
    const ended = /^#(\d+) (?:DONE|CACHED|ERROR|CANCELED)/.exec(line)?.[1];
    if (step !== undefined && stage !== undefined && stage in STAGES) this.#active.set(step, STAGES[stage] ?? stage);
    if (ended !== undefined) this.#active.delete(ended);
    const now = [...new Set(this.#active.values())].join(', ');
    if (now === this.#told || now === '') return undefined;
    this.#told = now;
    return `Building the images: ${now}`;
  }
}

/** The error of a build that failed; the message holds what the failing command said last. */
export function buildError(output: string, logFile: string): LakehouseError {
  const said = saidBeforeFailing(output);
  const why = /no space left on device/i.test(output) ? 'the disk is full' : said;
  return new LakehouseError('STACK_PREPARE_FAILED', `The images could not be built: ${why}`, {
    nextStep: { label: 'Start Lakehouse Again', command: 'lakehouse.startStack' },
    detail: `${lastLines(output, 40)}\n\nAll of it: ${logFile}`,
  });
}

/** BuildKit repeats the end of the failing step's output between two rules, each line with its time before it. */
function saidBeforeFailing(output: string): string {
  const block = /^------\n([\s\S]*?)^------$/m.exec(output)?.[1];
  const lines = (block ?? '').split('\n').flatMap((line) => /^#?[\d. ]*\d+\.\d+\s+(.+)$/.exec(line)?.[1] ?? []);
  const last = output.trimEnd().split('\n').at(-1) ?? '';
  return lines.at(-1) ?? (last === '' ? 'no reason was given' : last);
}
