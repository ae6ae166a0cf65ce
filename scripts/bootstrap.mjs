// Plain Node, no dependencies: the first thing that runs on a fresh clone. Installs what is missing,
// then runs `start`, `test`, `demo` or `bench`; `install` stops there.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, 'node_modules', '.filltrail-installed');
const commands = {
  start: [join('bin', 'filltrail.mjs'), 'start'],
  demo: [join('bin', 'filltrail.mjs'), 'demo'],
  bench: [join('bin', 'filltrail.mjs'), 'bench'],
  test: [join('node_modules', 'vitest', 'vitest.mjs'), 'run'],
  install: [],
};

const [target, ...args] = process.argv.slice(2);
const command = commands[target];
if (!command)
  fail(`expected one of ${Object.keys(commands).join(', ')}, was ${target ?? 'nothing'}`);
checkNode();
await install();
if (command.length > 0) process.exitCode = await run(process.execPath, [...command, ...args]);

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(
    `Node 20.19 or newer is needed, this is ${process.versions.node}; install a newer one from https://nodejs.org`,
  );
}

async function install() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  const stamp = `${createHash('sha256').update(lock).digest('hex')} ${process.platform}-${process.arch}`;
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  console.log('Installing the packages (a minute or two, once)');
  // A shell finds npm.cmd on Windows too; the arguments are ours.
  const code = await run('npm', ['ci', '--no-audit', '--no-fund'], process.platform === 'win32');
  if (code !== 0) {
    fail(
      `npm ci ended with exit code ${code}; its message above says why. Mend that and run this again`,
    );
  }
  writeFileSync(stampFile, stamp);
}

/** Runs a command in this terminal and passes signals on; resolves with its exit code. */
function run(file, argv, shell = false) {
  return new Promise((resolve) => {
    const child = spawn(file, argv, { cwd: root, stdio: 'inherit', shell, env: process.env });
    // In a terminal the whole group gets Ctrl-C: the child hears it itself, and we only wait for it.
    const pass = (signal) => child.kill(signal);
    const wait = () => {
      if (!process.stdin.isTTY) child.kill('SIGINT');
    };
    process.on('SIGINT', wait);
    process.on('SIGTERM', pass);
    process.on('SIGHUP', pass);
    child.on('error', (error) => fail(`${file} cannot be run: ${error.message}`));
    child.on('exit', (code, signal) => {
      process.off('SIGINT', wait);
      resolve(signal ? 128 + 2 : (code ?? 1));
    });
  });
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
