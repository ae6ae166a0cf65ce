import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { progressWriter } from '../../src/supervisor/terminal.js';
import { ChaosLog } from '../kit/chaos/chaos-log.js';
import { prepareTrouble } from '../kit/chaos/database-trouble.js';
import { openDesks, prepareExchange } from '../kit/chaos/open-desks.js';
import { withOwnProduct } from '../kit/chaos/own-product.js';
import { planRun } from '../kit/chaos/plan.js';
import { playRun } from '../kit/chaos/play-run.js';
import { formatOutcome, isKept } from '../kit/chaos/report.js';
import { ReturningListener } from '../kit/events/returning-listener.js';
import type { StackProduct } from '../kit/product/stack-product.js';
import { MENU } from './faults/menu.js';

const USAGE = 'usage: npm run test:chaos -- [--minutes 10] [--seed 1]';

const { minutes, seed } = readOptions();
const say = progressWriter();
say(`chaos for ${minutes} min, seed ${seed}`);
process.exitCode = await withOwnProduct(say, run);
process.exit();

function readOptions(): { minutes: number; seed: number } {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '10' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    },
  });
  const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
  if (!(minutes > 0) || !Number.isSafeInteger(seed)) {
    console.error(`expected minutes above 0 and a whole seed. ${USAGE}`);
    process.exit(2);
  }
  return { minutes, seed };
}

/** One run against a product that was just started; resolves with the exit code. */
async function run(product: StackProduct, signal: AbortSignal): Promise<number> {
  const { dataDir, edge, venue, sql } = product;
  const log = new ChaosLog(join(dataDir, 'logs', 'chaos.log'));
  const listener = new ReturningListener(() => edge.origin, edge.tokens.viewer);
  try {
    await prepareExchange(venue);
    await prepareTrouble(sql);
    const desks = await openDesks(product);
    const plan = planRun(seed, minutes, MENU);
    say(`planned: ${plan.orders.length} orders, ${plan.faults.length} faults`);
    const quiet = new AbortController();
    setMaxListeners(0, signal, quiet.signal); // each order waits beside all others
    const scene = {
      product,
      desks,
      listener,
      log,
      signal,
      delivered: [],
      quiet: quiet.signal,
      beginQuiet: () => quiet.abort(),
    };
    const outcome = { ...(await playRun(scene, plan, say)), minutes, seed };
    process.stdout.write(`${formatOutcome(outcome, log)}\n`);
    return isKept(outcome, log) ? 0 : 1;
  } finally {
    listener.close();
  }
}
