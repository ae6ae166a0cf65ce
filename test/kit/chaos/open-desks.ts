import type { MarketName } from '../../../simulator/names.js';
import { isStreamLive } from '../../../src/demo/stream-live.js';
import type { SimulatorControl } from '../control/simulator-control.js';
import { openDesk, type DeskAccount } from '../desk/open-desk.js';
import type { RunningProduct } from '../product/running-product.js';
import { STRATEGIES_EACH, type ChaosAccount } from './accounts-plan.js';
import { goodsOf } from './goods.js';

const LIVE_WITHIN_MS = 60_000;

/** Sets how the exchanges trade: two symbols on command only, one with a thin book. */
export async function prepareExchanges(
  venue: SimulatorControl,
  markets: readonly MarketName[],
): Promise<void> {
  for (const market of markets) {
    const { moving, resting } = goodsOf(market);
    for (const { symbol } of resting) await venue.setLiquidity(market, symbol, 'manual');
    await venue.post('liquidity', { market, symbol: moving.symbol, mode: 'auto', depth: '0.06' });
    await venue.allowPlenty(market);
  }
}

/** Opens the run's accounts, and waits for their private streams. */
export async function openDesks(
  product: RunningProduct,
  accounts: readonly ChaosAccount[],
): Promise<DeskAccount[]> {
  const desks: DeskAccount[] = [];
  for (const { name, market } of accounts) {
    const numbers = Array.from({ length: STRATEGIES_EACH }, (_, index) => index + 1);
    const strategies = numbers.map((number) => `${name}-${number}`);
    desks.push(
      await openDesk(product, { name, market, strategies, balances: goodsOf(market).balances }),
    );
  }
  for (const { accountId, name } of desks) {
    if (await isStreamLive(product.db, accountId, LIVE_WITHIN_MS)) continue;
    throw new Error(`the stream of ${name} did not connect within ${LIVE_WITHIN_MS / 1000} s`);
  }
  return desks;
}
