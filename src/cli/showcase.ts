import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Option, type Command } from 'commander';
import { STAGE_EXCHANGES, stagesOf, type StagePlan } from '../demo/stages.js';
import { BLANK_SETTINGS } from '../supervisor/blank-settings.js';
import { onStopSignal, surviveLateFailures } from '../supervisor/main.js';
import { removeCluster } from '../supervisor/postgres-place.js';
import { StartAborted } from '../supervisor/crew.js';
import { startStack, type Stack } from '../supervisor/stack.js';
import { progressWriter } from '../supervisor/terminal.js';

interface DemoArguments {
  readonly exchange: string;
}

interface BenchArguments {
  readonly orders: string;
  readonly samples: string;
  readonly resting?: string;
  readonly minutes: string;
}

/**
 * Adds `demo` and `bench`: everything runs in a temporary folder, on any free ports, and is removed
 * afterwards.
 */
export function registerShowcaseCommands(program: Command): void {
  program
    .command('demo')
    .description('play the three scenarios and compare the exchange with the database')
    .addOption(
      new Option('--exchange <exchange>', 'whose simulated markets to play on')
        .choices(STAGE_EXCHANGES)
        .default(STAGE_EXCHANGES[0]),
    )
    .action(async ({ exchange }: DemoArguments) => {
      const setup = { stages: stagesOf(exchange) };
      process.exitCode = await withStack('demo', setup, async (stack) => {
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
    .option('--resting <number>', 'instead: rest so many orders and measure what waiting costs')
    .option('--minutes <number>', 'with --resting: how long', '1')
    .action(async (options: BenchArguments) => {
      process.exitCode = await withStack('bench', benchSetup, async (stack) => {
        if (options.resting !== undefined) {
          const { runResting } = await import('../../bench/resting.js');
          return runResting(stack, {
            orders: Number(options.resting),
            minutes: Number(options.minutes),
          });
        }
        const { runBench } = await import('../../bench/main.js');
        return runBench(stack, {
          orders: Number(options.orders),
          samples: Number(options.samples),
        });
      });
      process.exit();
    });
}

/** Commit timestamps show when a transaction became durable. Nothing else differs. */
const benchSetup = {
  settings: { LOG_LEVEL: 'warn', POSTGRES_SETTINGS: 'track_commit_timestamp=on' },
  stages: stagesOf(),
};

interface Setup {
  readonly settings?: NodeJS.ProcessEnv;
  readonly stages: readonly StagePlan[];
}

async function withStack(
  name: string,
  { settings, stages }: Setup,
  play: (stack: Stack) => Promise<number>,
): Promise<number> {
  const say = progressWriter();
  const dataDir = mkdtempSync(join(tmpdir(), `filltrail-${name}-`));
  chmodSync(dataDir, 0o711); // as root: Postgres runs as another user, who must be able to enter
  const stopping = new AbortController();
  surviveLateFailures(say, stopping.signal, () => stopping.abort());
  onStopSignal(() => {
    say('stopping');
    stopping.abort();
  });
  const aborted = new Promise<number>((resolve) => {
    stopping.signal.addEventListener('abort', () => resolve(130));
  });
  let stack: Stack | undefined;
  try {
    stack = await startStack({
      env: { ...process.env, ...BLANK_SETTINGS, ...settings, DATA_DIR: dataDir, DEMO: 'on' },
      anyPorts: true,
      stages,
      signal: stopping.signal,
      onProgress: say,
      onNotice: say,
      onGivenUp: (text) => {
        say(text);
        stopping.abort();
      },
    });
    return await Promise.race([play(stack), aborted]);
  } catch (error) {
    if (error instanceof StartAborted) return 130;
    throw error;
  } finally {
    await stack?.stop();
    removeCluster(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  }
}
