import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { onStopSignal } from '../supervisor/main.js';
import { startStack, type Stack } from '../supervisor/stack.js';
import { progressWriter, readableLine } from '../supervisor/terminal.js';

/** `demo` and `bench`: everything in a data folder of its own, on any free ports, gone afterwards. */
export function registerShowcaseCommands(program: Command): void {
  program
    .command('demo')
    .description('play the three scenarios and compare the exchange with the database')
    .action(async () => {
      process.exitCode = await withStack('demo', {}, async (stack) => {
        const { runDemo } = await import('../demo/main.js');
        return runDemo(stack);
      });
      process.exit();
    });
  program
    .command('bench')
    .description('measure latency and throughput beside a bare path without Temporal')
    .option('--orders <number>', 'orders of each throughput run', '600')
    .option('--samples <number>', 'orders of each latency run', '200')
    .action(async (options: { orders: string; samples: string }) => {
      process.exitCode = await withStack('bench', benchSettings, async (stack) => {
        const { runBench } = await import('../../bench/main.js');
        return runBench(stack, {
          orders: Number(options.orders),
          samples: Number(options.samples),
        });
      });
      process.exit();
    });
}

/** Commit timestamps tell when a transaction was durable; nothing else in the set-up differs. */
const benchSettings = { LOG_LEVEL: 'warn', POSTGRES_SETTINGS: 'track_commit_timestamp=on' };

async function withStack(
  name: string,
  settings: NodeJS.ProcessEnv,
  play: (stack: Stack) => Promise<number>,
): Promise<number> {
  const say = progressWriter((text) => process.stdout.write(text));
  const dataDir = mkdtempSync(join(tmpdir(), `filltrail-${name}-`));
  chmodSync(dataDir, 0o711); // as root, Postgres runs as a user who must be able to enter
  const stopping = new AbortController();
  onStopSignal(() => stopping.abort());
  let stack: Stack | undefined;
  try {
    const started = await startStack({
      // Nothing of the person's own set-up: the showcase brings its own everything.
      env: {
        ...without(process.env, ['DATABASE_URL', 'TEMPORAL_ADDRESS']),
        ...settings,
        DATA_DIR: dataDir,
        DEMO: 'on',
      },
      anyPorts: true,
      signal: stopping.signal,
      onProgress: say,
      onNotice: say,
      onLine: (from, line) => {
        const text = readableLine(from, line);
        if (text !== undefined && from === 'temporal') say(text);
      },
      onGivenUp: (text) => {
        say(text);
        stopping.abort();
      },
    });
    stack = started;
    const aborted = new Promise<number>((resolve) => {
      stopping.signal.addEventListener('abort', () => resolve(1));
    });
    return await Promise.race([play(started), aborted]);
  } finally {
    await stack?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function without(env: NodeJS.ProcessEnv, names: readonly string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)));
}
