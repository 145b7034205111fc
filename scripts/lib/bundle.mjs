// TypeScript of the repository, bundled and imported by a script that runs without the build.
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

/** Bundles `entry` of the repository `root` into `outfile` and imports it; `more` are further options of esbuild. */
export async function importBundled(root, entry, outfile, more = {}) {
  await esbuild.build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'warning',
    absWorkingDir: root,
    ...more,
  });
  const module = await import(pathToFileURL(outfile).href);
  return module.default ?? module;
}
