import { isStreamLive } from '../../../src/demo/stream-live.js';
import type { SimulatorControl } from '../control/simulator-control.js';
import { openDesk, type DeskAccount } from '../desk/open-desk.js';
import type { RunningProduct } from '../product/running-product.js';
import { ACCOUNTS, CHAOS_MARKETS, STRATEGIES_EACH } from './accounts-plan.js';

/** Enough of everything that is to be traded, and none of what is to be refused. */
const BALANCES = { USDT: '1000000000', BTC: '10000', ETH: '10000', SOL: '100000' };
const LIVE_WITHIN_MS = 60_000;

/** Sets how the exchange trades: two symbols on command only, one with a thin book. */
export async function prepareExchange(venue: SimulatorControl): Promise<void> {
  for (const market of CHAOS_MARKETS) {
    for (const symbol of ['ETHUSDT', 'SOLUSDT']) {
      await venue.setLiquidity(market, symbol, 'manual');
    }
    await venue.post('liquidity', { market, symbol: 'BTCUSDT', mode: 'auto', depth: '0.06' });
    await venue.allowPlenty(market);
  }
}

/** Opens the run's accounts, and waits for their private streams. */
export async function openDesks(product: RunningProduct): Promise<DeskAccount[]> {
  const desks: DeskAccount[] = [];
  for (const { name, market } of ACCOUNTS) {
    const numbers = Array.from({ length: STRATEGIES_EACH }, (_, index) => index + 1);
    const strategies = numbers.map((number) => `${name}-${number}`);
    desks.push(await openDesk(product, { name, market, strategies, balances: BALANCES }));
  }
  for (const { accountId, name } of desks) {
    if (await isStreamLive(product.db, accountId, LIVE_WITHIN_MS)) continue;
    throw new Error(`the stream of ${name} did not connect within ${LIVE_WITHIN_MS / 1000} s`);
  }
  return desks;
}
