import { cpus, totalmem } from 'node:os';
import type { Stack } from '../src/supervisor/stack.js';
import { openBarePath, openProductPath, type OpenPath } from './paths.js';
import { commitTimes, figureTable, latencyLines, percentile, type Line } from './report.js';
import { usageOf, type Usage } from './processes.js';
import { measureLatency, measureThroughput } from './runs.js';

export interface BenchOptions {
  /** Orders of each throughput run. */
  readonly orders: number;
  /** Orders of each latency run. */
  readonly samples: number;
}

const IN_FLIGHT = 50;
/** How many orders one path gets before it is the other's turn. */
const TURN = 10;
/** By then, frequently run code is compiled, as in a process that has been up for a while. */
const WARM_UP = 300;
/**
 * First targets. The one for latency is a ratio to the bare path of the same run, since machines
 * differ.
 */
const TARGET_RATIO = 4;
const TARGET_RATE = 30;

/**
 * Measures the product and, in the same run on the same machine, the same work on a bare path, and
 * prints the results. Resolves with 0 even if a target is missed, which is printed too.
 */
export async function runBench(stack: Stack, options: BenchOptions): Promise<number> {
  const say = (text: string) => process.stdout.write(`${text}\n`);
  const product = await openProductPath(stack);
  const bare = await openBarePath(stack);
  try {
    say(`\nwarm-up: ${WARM_UP} orders on each path`);
    await measureThroughput(product, WARM_UP, IN_FLIGHT);
    await measureThroughput(bare, WARM_UP, IN_FLIGHT);
    say(`latency: ${options.samples} orders, one at a time, paths in turn`);
    const lines = await latency(product, bare, options.samples);
    say(`throughput: ${options.orders} orders on each path, ${IN_FLIGHT} in flight`);
    // The benchmark itself uses part of the machine, so it is listed too.
    const pids = { ...stack.pids(), benchmark: process.pid };
    const before = usageOf(pids);
    const productRate = await measureThroughput(product, options.orders, IN_FLIGHT);
    const after = usageOf(pids);
    const bareRate = await measureThroughput(bare, options.orders, IN_FLIGHT);
    say(`\non ${describeMachine()}`);
    say('everything (product, Temporal, Postgres, exchange and benchmark) on this machine\n');
    say(latencyTable(lines));
    say('');
    say(
      figureTable([
        ['settled orders per second', 'product', 'bare path', 'ratio'],
        [
          `${IN_FLIGHT} in flight`,
          productRate.toFixed(1),
          bareRate.toFixed(1),
          (productRate / bareRate).toFixed(2),
        ],
      ]),
    );
    say('');
    say(
      figureTable([
        ['process', 'memory, MiB', 'CPU, ms an order'],
        ...usageRows(before, after, options.orders),
      ]),
    );
    say('');
    say(targets(lines, productRate));
    return 0;
  } finally {
    product.close();
    bare.close();
  }
}

interface ComparedLine {
  readonly product: Line;
  readonly bare: Line;
}

async function latency(
  product: OpenPath,
  bare: OpenPath,
  samples: number,
): Promise<ComparedLine[]> {
  const taken = { product: [], bare: [] } as Record<
    'product' | 'bare',
    Awaited<ReturnType<typeof measureLatency>>
  >;
  // The paths take short turns, so that a machine that slows down slows both.
  for (let done = 0; done < samples; done += TURN) {
    const batch = Math.min(TURN, samples - done);
    taken.product.push(...(await measureLatency(product, batch, done)));
    taken.bare.push(...(await measureLatency(bare, batch, done)));
  }
  const productLines = latencyLines(taken.product, await commitTimes(product.databaseUrl));
  const bareLines = latencyLines(taken.bare, await commitTimes(bare.databaseUrl));
  return productLines.flatMap((line, index) => {
    const other = bareLines[index];
    return other ? [{ product: line, bare: other }] : [];
  });
}

function latencyTable(lines: readonly ComparedLine[]): string {
  const show = (value: number) => value.toFixed(1);
  return figureTable([
    ['milliseconds', 'p50', 'p99', 'bare p50', 'bare p99', 'ratio p50'],
    ...lines.map(({ product, bare }) => [
      product.what,
      show(percentile(product.values, 0.5)),
      show(percentile(product.values, 0.99)),
      show(percentile(bare.values, 0.5)),
      show(percentile(bare.values, 0.99)),
      (percentile(product.values, 0.5) / percentile(bare.values, 0.5)).toFixed(2),
    ]),
  ]);
}

/** Returns each process' memory after the throughput run, and the CPU time it spent per order. */
function usageRows(
  before: Readonly<Record<string, Usage>>,
  after: Readonly<Record<string, Usage>>,
  orders: number,
): string[][] {
  return Object.entries(after).map(([name, use]) => {
    const spent = use.cpuSeconds - (before[name]?.cpuSeconds ?? 0);
    return [name, use.residentMiB.toFixed(0), ((spent * 1000) / orders).toFixed(1)];
  });
}

function targets(lines: readonly ComparedLine[], rate: number): string {
  const sse = lines.at(-1);
  const ratio = sse
    ? percentile(sse.product.values, 0.5) / percentile(sse.bare.values, 0.5)
    : Number.NaN;
  const line = (target: string, measured: string, isMet: boolean) =>
    `target: ${target}: ${measured}, ${isMet ? 'met' : 'MISSED'}`;
  return [
    line(
      `stream event -> SSE p50 at most ${TARGET_RATIO} x the bare path`,
      `${ratio.toFixed(2)} x`,
      ratio <= TARGET_RATIO,
    ),
    line(`at least ${TARGET_RATE} settled orders per second`, rate.toFixed(1), rate >= TARGET_RATE),
  ].join('\n');
}

function describeMachine(): string {
  const [cpu] = cpus();
  const gib = (totalmem() / 2 ** 30).toFixed(0);
  const model = cpu?.model.trim() ?? 'unknown';
  return `${cpus().length} x ${model}, ${gib} GiB, Node ${process.version}`;
}
