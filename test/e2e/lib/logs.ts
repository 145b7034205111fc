/** Reads what VS Code and the browser logged, for errors that nobody handled. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CodeServer } from '../../../scripts/lib/code-server.mjs';
import type { RendererNotes } from './launch';

const UNHANDLED = /unhandled|uncaught|rejected promise not handled|PromiseRejection|extension host terminated/i;

/** Every line of a log that tells of an unhandled error, with the log it is from. */
export function suspiciousLines(server: CodeServer, notes: RendererNotes): string[] {
  const found: string[] = [];
  for (const file of [server.log, ...logFiles(server.logs)]) {
    if (!existsSync(file)) continue;
    for (const line of readFileSync(file, 'utf8').split('\n')) if (UNHANDLED.test(line)) found.push(`${file}: ${line}`);
  }
  for (const line of notes.console) if (UNHANDLED.test(line)) found.push(`renderer console: ${line}`);
  for (const line of notes.errors) found.push(`renderer: ${line}`);
  return found;
}

function logFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.log'))
    .map((entry) => join(entry.parentPath, entry.name));
}
