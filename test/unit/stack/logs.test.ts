import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lastMeaningfulLine, limitLog, logPath, rotateLog, tailLog } from '../../../lakehouse/src/stack/logs';

let home: string;
const write = (text: string): void => writeFileSync(logPath(home, 'spark'), text);

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lakehouse-logs-'));
  mkdirSync(join(home, 'logs'));
});

afterEach(() => rmSync(home, { recursive: true }));

describe('a log', () => {
  it('gives its last lines, and nothing where there is none', () => {
    expect(tailLog(home, 'spark', 5)).toBe('');
    write('one\ntwo\nthree\n');
    expect(tailLog(home, 'spark', 2)).toBe('two\nthree');
    expect(tailLog(home, 'spark', 50)).toBe('one\ntwo\nthree');
  });

  it('goes on from the run before where this one has not said as much', () => {
    write('before\n');
    expect(rotateLog(home, 'spark')).toBe(logPath(home, 'spark'));
    write('after\n');
    expect(tailLog(home, 'spark', 2)).toBe('before\nafter');
  });

  it('is shortened while a process goes on appending to it', () => {
    write(`${'x'.repeat(99)}\n`.repeat(1000));
    limitLog(home, 'spark', 1_000_000);
    expect(readFileSync(logPath(home, 'spark'), 'utf8')).toHaveLength(100_000);
    limitLog(home, 'spark', 50_000);
    appendFileSync(logPath(home, 'spark'), 'more\n');
    expect(readFileSync(logPath(home, 'spark'), 'utf8')).toBe('more\n');
    expect(existsSync(join(home, 'logs', 'spark.1.log'))).toBe(true);
    expect(tailLog(home, 'spark', 2)).toBe(`${'x'.repeat(99)}\nmore`);
  });

  it.each([
    [
      'an error before its stack trace',
      'INFO a\nERROR Main: no port\n\tat a.b(C.java:1)\n\t... 3 more\n',
      'ERROR Main: no port',
    ],
    [
      'the last cause',
      'java.io.IOException: a\n\tat x\nCaused by: java.net.BindException: taken\n\tat y\n',
      'Caused by: java.net.BindException: taken',
    ],
    ['the last line where nothing is an error', 'one\ntwo\n\n', 'two'],
    [
      'out of memory',
      'WARN x\nTerminating due to java.lang.OutOfMemoryError: Java heap space\n',
      'Terminating due to java.lang.OutOfMemoryError: Java heap space',
    ],
  ])('says what went wrong: %s', (_, text, line) => {
    write(text);
    expect(lastMeaningfulLine(home, 'spark')).toBe(line);
  });

  it('says nothing when nothing was written', () => {
    expect(lastMeaningfulLine(home, 'spark')).toBeNull();
    write('\n');
    expect(lastMeaningfulLine(home, 'spark')).toBeNull();
  });
});
