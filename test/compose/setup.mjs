// Docker for the tests of this folder. Where none can be had, the tests are told why and say so when they are left out.
import { startDocker } from '../../scripts/lib/docker.mjs';
import { say } from '../../scripts/lib/steps.mjs';

/** Tests run in processes of their own, which inherit this environment. */
export default async function setup(project) {
  const docker = await startDocker((text) => say(`  Docker: ${text}`));
  project.provide('whyNoDocker', docker.reason ?? '');
  if (docker.env === undefined) {
    say(`  Docker: ${docker.reason}; the tests that need it are left out`);
    return undefined;
  }
  Object.assign(process.env, docker.env);
  return () => docker.stop();
}
