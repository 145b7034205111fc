/**
 * Archives of loaded classes (JVM class data sharing), which halve the time Spark and the metastore take to start. Made
 * once for a Java and a set of jars, from a service that runs; the JVM ignores one that no longer fits.
 */
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { javaTool } from './prerequisites';
import { capture } from './run';

export function archiveFile(folder: string, service: string, javaVersion: string): string {
  return join(folder, `${service}-java-${javaVersion.replace(/[^\w.+-]/g, '_')}.jsa`);
}

/** Flags that use the archive, or that let one be made when there is none. */
export function archiveFlags(folder: string, service: string, javaVersion: string): string[] {
  const file = archiveFile(folder, service, javaVersion);
  // Without -Xlog:disable an archive that does not fit is complained about in the log.
  return existsSync(file) ? [`-XX:SharedArchiveFile=${file}`, '-Xlog:disable'] : ['-XX:+RecordDynamicDumpInfo'];
}

/** Makes the archive of a running service. Whether it worked: starts are merely slower without. */
export async function makeArchive(file: string, pid: number, signal?: AbortSignal): Promise<boolean> {
  sweepPartial(file);
  const partial = `${file}.partial-${String(process.pid)}`;
  try {
    const { code } = await capture(javaTool('jcmd'), [String(pid), 'VM.cds', 'dynamic_dump', partial], { signal });
    if (code !== 0 || !existsSync(partial)) return false;
    renameSync(partial, file);
    return true;
  } finally {
    rmSync(partial, { force: true });
  }
}

/** The JVM writes the file: it may have gone on after whoever asked for it was cancelled. */
function sweepPartial(file: string): void {
  const folder = dirname(file);
  for (const name of readdirSync(folder)) {
    if (name.startsWith(`${basename(file)}.partial-`)) rmSync(join(folder, name), { force: true });
  }
}
