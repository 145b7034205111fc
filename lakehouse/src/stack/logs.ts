/** The log of each service: its end, the line that says why it failed, and keeping it short. */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { ServiceName } from './types';

const MIB = 2 ** 20;
/** A log longer than this is shortened: its end moves to `NAME.1.log`. */
const LONGEST_BYTES = 16 * MIB;
const KEPT_BYTES = MIB;

export function logPath(home: string, service: ServiceName): string {
  return join(home, 'logs', `${service}.log`);
}

/** Begins a run: what the last one wrote becomes `NAME.1.log`. Gives the file to write to. */
export function rotateLog(home: string, service: ServiceName): string {
  mkdirSync(join(home, 'logs'), { recursive: true, mode: 0o700 });
  const file = logPath(home, service);
  if (existsSync(file) && statSync(file).size > 0) renameSync(file, olderLog(file));
  return file;
}

/** Shortens a log that a running process writes to; it appends, so it goes on at the new end. */
export function limitLog(home: string, service: ServiceName, longest = LONGEST_BYTES): void {
  const file = logPath(home, service);
  if (!existsSync(file) || statSync(file).size <= longest) return;
  writeFileSync(olderLog(file), readEnd(file, KEPT_BYTES), { mode: 0o600 });
  truncateSync(file);
}

/** The last `lines` lines, from the run before too where this one has not written as many. */
export function tailLog(home: string, service: ServiceName, lines: number): string {
  const file = logPath(home, service);
  const texts = [olderLog(file), file].map((path) => (existsSync(path) ? readEnd(path, KEPT_BYTES) : ''));
  const all = texts.join('').split('\n');
  if (all.at(-1) === '') all.pop();
  return all.slice(-lines).join('\n');
}

/** The line of this run that most likely says what went wrong; null when there is none. */
export function lastMeaningfulLine(home: string, service: ServiceName): string | null {
  const file = logPath(home, service);
  if (!existsSync(file)) return null;
  const lines = readEnd(file, KEPT_BYTES)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(at |\.\.\. \d+ (more|common)|[-=*#]+$)/.test(line));
  const telling = lines.findLast((line) => /\b(ERROR|FATAL|Exception|Error|Caused by|SEVERE|OutOfMemory)\b/.test(line));
  return (telling ?? lines.at(-1))?.slice(0, 500) ?? null;
}

function olderLog(file: string): string {
  return file.replace(/\.log$/, '.1.log');
}

function readEnd(file: string, bytes: number): string {
  const { size } = statSync(file);
  const length = Math.min(size, bytes);
  const buffer = Buffer.alloc(length);
  const fd = openSync(file, 'r');
  try {
    readSync(fd, buffer, 0, length, size - length);
  } finally {
    closeSync(fd);
  }
  const text = buffer.toString('utf8');
  return length < size ? text.slice(text.indexOf('\n') + 1) : text;
}
