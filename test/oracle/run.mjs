#!/usr/bin/env node
// node test/oracle/run.mjs [--spark 4.0|4.1] [--mutations N] [--sentences N] [--seed N] [--show N] [--ask]
// Compares our parser with Spark's: see README.md here. A development script: it needs Java 17 and the Spark jars that the
// embedded stack has fetched; those of 4.1 it fetches itself, with Maven.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importBundled } from '../../scripts/lib/bundle.mjs';
import { cached } from '../../scripts/lib/cache.mjs';
import { run } from '../../scripts/lib/processes.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const args = process.argv.slice(2);

if (args.includes('4.1')) {
  await cached('oracle-spark-4.1.3', async (folder) => {
    const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
    const options = [`-DoutputDirectory=${folder}`, '-DincludeScope=runtime'];
    await run('mvn', ['-q', '-B', '-f', join(root, 'test/oracle/pom.xml'), goal, ...options], { cwd: root });
  });
}

const outfile = join(root, 'out/oracle/compare.cjs');
const { main } = await importBundled(root, join(root, 'test/oracle/compare.ts'), outfile);
await main(root, args);
