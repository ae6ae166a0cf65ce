// Runs first on a fresh clone, so it is plain Node without dependencies. Installs what is missing,
// then runs `start`, `demo`, `bench` or one kind of test in this same process, so that nothing has
// to forward signals and exit codes.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clearInterval, setInterval } from 'node:timers';
import { pathToFileURL } from 'node:url';
import { parseEnv } from 'node:util';
import { installPackages, root } from './install.mjs';

const targets = {
  start: { script: 'bin/filltrail.mjs', args: ['start'] },
  demo: { script: 'bin/filltrail.mjs', args: ['demo'] },
  bench: { script: 'bin/filltrail.mjs', args: ['bench'] },
  test: { script: 'node_modules/vitest/vitest.mjs', args: ['run'] },
  'test:faults': {
    script: 'node_modules/vitest/vitest.mjs',
    args: ['run', '--config', 'test/faults/vitest.config.ts'],
  },
  'test:conformance': {
    script: 'node_modules/vitest/vitest.mjs',
    args: ['run', '--config', 'test/conformance/vitest.config.ts'],
  },
  'test:chaos': { script: 'test/chaos/run.mjs', args: [] },
  install: undefined,
};

const [name, ...args] = process.argv.slice(2);
const [major, minor] = process.versions.node.split('.').map(Number);
if (!(name in targets)) {
  fail(`expected one of ${Object.keys(targets).join(', ')}, was ${name ?? 'nothing'}`);
}
if (major < 20 || (major === 20 && minor < 19)) {
  fail(
    `Filltrail needs Node 20.19 or newer, this is ${process.versions.node}. Next step: install a newer one from https://nodejs.org`,
  );
}
process.chdir(root);
endWithNpm();
try {
  await installPackages();
} catch (error) {
  fail(error.message);
}
const target = targets[name];
if (target) {
  // Tests ignore the user's own settings, but do use a CLI that the user has downloaded.
  if (name.startsWith('test') && existsSync('.env')) {
    const { TEMPORAL_CLI } = parseEnv(readFileSync('.env', 'utf8'));
    if (TEMPORAL_CLI) process.env.TEMPORAL_CLI ??= TEMPORAL_CLI;
  }
  const script = join(root, target.script);
  process.argv = [process.argv[0], script, ...target.args, ...args];
  await import(pathToFileURL(script).href);
}

/**
 * Ends this process with the npm that started it. An npm that is killed cannot forward that, and
 * Ctrl-C would no longer reach this process.
 */
function endWithNpm() {
  if (process.env.npm_lifecycle_event !== name) return;
  const npm = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  watch.unref();
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
