import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { EXCHANGE_NAMES, type ExchangeName } from '../../simulator/names.js';
import { progressWriter } from '../../src/supervisor/terminal.js';
import {
  ALL_EXCHANGES,
  marketsOf,
  readExchanges,
  USUAL_EXCHANGES,
} from '../kit/chaos/accounts-plan.js';
import { ChaosLog } from '../kit/chaos/chaos-log.js';
import { prepareTrouble } from '../kit/chaos/database-trouble.js';
import { openDesks, prepareExchanges } from '../kit/chaos/open-desks.js';
import { withOwnProduct } from '../kit/chaos/own-product.js';
import { planRun } from '../kit/chaos/plan.js';
import { playRun } from '../kit/chaos/play-run.js';
import { formatOutcome, isKept } from '../kit/chaos/report.js';
import { RenewedListener } from '../kit/chaos/renewed-listener.js';
import { Restores } from '../kit/chaos/restores.js';
import { warmUp } from '../kit/chaos/warm-up.js';
import { ReturningListener } from '../kit/events/returning-listener.js';
import type { StackProduct } from '../kit/product/stack-product.js';
import { MENU } from './faults/menu.js';

const USAGE = `usage: npm run test:chaos -- [--exchange ${[...EXCHANGE_NAMES, ALL_EXCHANGES].join('|')}]… [--minutes 10] [--seed 1]`;

const { minutes, seed, exchanges } = readOptions();
const say = progressWriter();
say(`chaos on ${exchanges.join(', ')} for ${minutes} min, seed ${seed}`);
process.exitCode = await withOwnProduct(say, run);
process.exit();

interface Options {
  readonly minutes: number;
  readonly seed: number;
  readonly exchanges: readonly ExchangeName[];
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '10' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      exchange: { type: 'string', multiple: true, default: [...USUAL_EXCHANGES] },
    },
  });
  const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
  if (!(minutes > 0) || !Number.isSafeInteger(seed)) {
    console.error(`expected minutes above 0 and a whole seed. ${USAGE}`);
    process.exit(2);
  }
  try {
    return { minutes, seed, exchanges: readExchanges(values.exchange) };
  } catch (error) {
    console.error(`${(error as Error).message}. ${USAGE}`);
    process.exit(2);
  }
}

/** One run against a product that was just started; resolves with the exit code. */
async function run(product: StackProduct, signal: AbortSignal): Promise<number> {
  const { dataDir, edge, venue, sql } = product;
  const log = new ChaosLog(join(dataDir, 'logs', 'chaos.log'));
  const listener = new RenewedListener(
    () => new ReturningListener(() => edge.origin, edge.tokens.viewer),
  );
  try {
    const markets = marketsOf(exchanges);
    const plan = planRun({ seed, minutes, markets, menu: MENU });
    await prepareExchanges(venue, markets);
    await prepareTrouble(sql);
    const desks = await openDesks(product, plan.accounts);
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
      restores: new Restores(),
      quiet: quiet.signal,
      beginQuiet: () => quiet.abort(),
    };
    say('trading once on every market');
    await warmUp(scene);
    const outcome = { ...(await playRun(scene, plan, say)), minutes, seed, exchanges };
    process.stdout.write(`${formatOutcome(outcome, log)}\n`);
    return isKept(outcome, log) ? 0 : 1;
  } finally {
    listener.close();
  }
}
