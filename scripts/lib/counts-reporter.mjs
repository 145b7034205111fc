// A Vitest reporter that leaves the counts of a run, and why each skipped test was skipped, in the file named by
// $LAKEHOUSE_COUNTS: what scripts/test.mjs adds up.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export default class CountsReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const file = process.env.LAKEHOUSE_COUNTS;
    if (!file) return;
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: [] };
    for (const module of modules) {
      let inModule = 0;
      for (const test of module.children.allTests()) {
        inModule++;
        const result = test.result();
        if (result.state === 'passed') counts.passed++;
        else if (result.state === 'failed') counts.failed++;
        else counts.skipped.push({ name: test.fullName, reason: result.note ?? blockedBy(module) });
      }
      // A file that could not be loaded has no test to fail.
      if (inModule === 0 && module.errors().length > 0) counts.failed++;
    }
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(counts));
  }
}

function blockedBy(module) {
  return module.state() === 'failed' ? 'an earlier step of the same file failed' : 'no reason given';
}
