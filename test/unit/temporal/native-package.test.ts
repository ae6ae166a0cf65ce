import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Prints the packages of Temporal's SDK that are loaded once some modules of ours are. */
const program = (modules: readonly string[]) => `
  import { createRequire } from 'node:module';
  import { pathToFileURL } from 'node:url';
  for (const path of ${JSON.stringify(modules)}) await import(pathToFileURL(path).href);
  const loaded = Object.keys(createRequire(import.meta.url).cache).flatMap(
    (path) => /node_modules[\\\\/]@temporalio[\\\\/]([^\\\\/]+)/.exec(path)?.[1] ?? [],
  );
  process.stdout.write(JSON.stringify([...new Set(loaded)]));
`;

/** Loads modules in a process of their own. Returns the SDK's packages that they bring along. */
async function packagesOf(...modules: readonly string[]): Promise<string[]> {
  const source = program(modules.map((path) => `${ROOT}/src/${path}`));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', source],
    { cwd: ROOT },
  );
  return JSON.parse(stdout) as string[];
}

const native = ['core-bridge', 'worker'];

describe('the native package of Temporal’s SDK', () => {
  it('is loaded by a worker', async () => {
    expect(await packagesOf('worker/main.ts')).toEqual(expect.arrayContaining(native));
  });

  it.each([
    ['the edge', ['edge/main.ts']],
    [
      'the command line',
      ['cli/main.ts', 'cli/cancel-or-throw.ts', 'cli/resync-order.ts', 'temporal/sync-account.ts'],
    ],
  ])('is not loaded by %s, which does load the client', async (_, modules) => {
    const packages = await packagesOf(...modules);
    expect(packages).toContain('client');
    for (const name of native) expect(packages).not.toContain(name);
  });
});
