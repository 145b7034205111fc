/** A runner as small as the extension host needs: tests run in the order they are written, each result is a line of JSON. */
import { appendFileSync } from 'node:fs';

const TIMEOUT_MS = 60_000;

export interface HostResult {
  readonly name: string;
  readonly error: string | null;
}

const tests: { readonly name: string; readonly body: () => Promise<void> }[] = [];

export function test(name: string, body: () => Promise<void>): void {
  tests.push({ name, body });
}

/** Runs every test; the results go to the file, one line each. */
export async function runTests(resultFile: string): Promise<void> {
  for (const { name, body } of tests) {
    const result: HostResult = { name, error: await failureOf(body) };
    appendFileSync(resultFile, `${JSON.stringify(result)}\n`);
  }
}

async function failureOf(body: () => Promise<void>): Promise<string | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
  });
  try {
    await Promise.race([body(), late]);
    return null;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  } finally {
    clearTimeout(timer);
  }
}

/** Asks until `probe` answers something other than undefined, for `timeoutMs`. */
export async function until<T>(what: string, probe: () => Promise<T | undefined>, timeoutMs = 20_000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = await probe();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`${what}: not after ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
