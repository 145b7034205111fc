import { defineConfig } from 'vitest/config';

/** `unit` and `server` need no service; `services` needs the stack that scripts/test.mjs starts (see test/services). */
export default defineConfig({
  test: {
    projects: [
      // Some start a program of ours and wait for its end: on a busy machine that takes more than the usual five seconds.
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 30_000, hookTimeout: 60_000 } },
      { test: { name: 'server', include: ['test/server/**/*.test.ts'], testTimeout: 30_000, hookTimeout: 60_000 } },
      {
        test: {
          name: 'services',
          include: ['test/services/**/*.test.ts'],
          globalSetup: ['test/services/setup.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'compose',
          include: ['test/compose/**/*.test.ts'],
          globalSetup: ['test/compose/setup.mjs'],
          testTimeout: 600_000,
          hookTimeout: 1_200_000,
        },
      },
      { test: { name: 'vscode', include: ['test/vscode/*.test.ts'], testTimeout: 60_000, hookTimeout: 300_000 } },
      { test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 180_000 } },
    ],
  },
});
