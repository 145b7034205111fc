/** `lakehouse doctor` where no service runs. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Program } from './program';

interface Check {
  readonly check: string;
  readonly status: string;
  readonly message: string;
  readonly nextStep?: string;
}

let program: Program;
let made = 0;
beforeAll(async () => {
  program = await Program.build();
}, 60_000);
afterAll(() => program.dispose());

/** Runs it in a folder with this lakehouse.json, on a machine without any program. */
function doctor(config: string | object | null, env: NodeJS.ProcessEnv = {}, ...args: string[]) {
  const cwd = join(program.scratch, `doctor-${made++}`);
  mkdirSync(cwd);
  const text = typeof config === 'string' ? config : JSON.stringify(config);
  if (config !== null) writeFileSync(join(cwd, 'lakehouse.json'), text);
  const base = {
    PATH: '',
    LAKEHOUSE_DATA: join(program.scratch, 'data'),
    LAKEHOUSE_CACHE: join(program.scratch, 'cache'),
  };
  return program.run(['doctor', ...args], { cwd, env: { ...base, ...env } });
}

function checks(...args: Parameters<typeof doctor>): { code: number | null; found: ReadonlyMap<string, Check> } {
  const { code, out } = doctor(args[0], args[1], '--json', ...args.slice(2).map(String));
  const list = JSON.parse(out) as Check[];
  return { code, found: new Map(list.map((each) => [each.check, each])) };
}

describe('lakehouse doctor', { timeout: 30_000 }, () => {
  it('fails where the lakehouse of this machine is meant and nothing for it is there', () => {
    const { code, out, err } = doctor(null);
    expect(code).toBe(1);
    expect(out).toMatch(/^ok {4}node +\d+\.\d+/);
    expect(out).toMatch(/^ok {4}lakehouse\.json +there is none/m);
    expect(out).toMatch(/^fail {2}java .*\n {6}next: Install with: /m);
    expect(out).toMatch(/^fail {2}docker .*Docker is not installed\n {6}next: Install Docker/m);
    expect(out).toMatch(/^ok {4}stack +not running \(embedded/m);
    expect(out).toMatch(/^warn {2}local +STACK_NOT_RUNNING/m);
    expect(err).toMatch(/^\d+ of \d+ checks passed: \d+ warnings?, \d+ failures\n$/);
  });

  it('needs no program for connections elsewhere, and says which service does not answer', () => {
    const prod = {
      name: 'prod',
      spark: { url: 'sc://127.0.0.1:1' },
      catalogs: [{ name: 'h', type: 'hive', uri: 'thrift://127.0.0.1:1' }],
    };
    const { code, found } = checks({ connections: [prod] });
    expect(code).toBe(1);
    expect(found.get('java')?.status).toBe('warn');
    for (const check of ['prod: spark', 'prod: h']) {
      expect(found.get(check)).toMatchObject({
        status: 'fail',
        message: expect.stringMatching(/^CONNECTION_REFUSED .*127\.0\.0\.1:1/) as string,
        nextStep: 'lakehouse up',
      });
    }
  });

  it('looks at one connection only when told so', () => {
    const hive = (name: string) => ({ name, catalogs: [{ name: 'h', type: 'hive', uri: 'thrift://127.0.0.1:1' }] });
    const { found } = checks({ connections: [hive('a'), hive('b')] }, {}, '--connection', 'b');
    expect([...found.keys()].filter((check) => check.endsWith(': h'))).toEqual(['b: h']);
    const unknown = checks({ connections: [hive('a')] }, {}, '--connection', 'c');
    expect(unknown.found.get('lakehouse.json')).toMatchObject({ status: 'fail', nextStep: 'Use one of a' });
  });

  it('names the fault of lakehouse.json with its place, and goes on', () => {
    const { code, found } = checks('{ "connections": [ { "nam": "x" } ] }');
    expect(code).toBe(1);
    expect(found.get('lakehouse.json')).toMatchObject({
      status: 'fail',
      message: expect.stringMatching(/^CONFIG_INVALID lakehouse\.json, line 1, column \d+/) as string,
    });
    expect(found.has('ports')).toBe(true);
  });

  it('says where a secret is missing, and prints none', () => {
    const spark = (token: string) => ({ url: 'sc://127.0.0.1:1', token });
    const connections = [
      { name: 'env', spark: spark('${env:TOKEN_OF_TEST}') },
      { name: 'gone', spark: spark('${env:NO_SUCH_TOKEN}') },
      { name: 'kept', spark: spark('${secret:prod}') },
    ];
    const { out } = doctor({ connections }, { TOKEN_OF_TEST: 'hush-hush' });
    expect(out).toMatch(/^fail {2}env: spark/m);
    expect(out).toMatch(/^fail {2}gone +CONFIG_SECRET_MISSING .*NO_SUCH_TOKEN/m);
    expect(out).toMatch(/^warn {2}kept +CONFIG_SECRET_MISSING .*\n {6}next: .*\$\{env:NAME\}/m);
    expect(out).not.toContain('hush-hush');
  });
});
