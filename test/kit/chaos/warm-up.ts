import { eventually } from '../eventually.js';
import type { DeskAccount } from '../desk/open-desk.js';
import { deliver } from './deliver.js';
import { goodsOf } from './goods.js';
import { atExchange } from './play-order.js';
import type { PlannedOrder } from './plan-orders.js';
import type { Scene } from './scene.js';

const TRADED_WITHIN_MS = 60_000;

/**
 * Trades once on every market of every account, before anything goes wrong. An account's list of
 * fills is read only in markets where it has traded, so elsewhere an order from outside that comes
 * and goes unseen is a known loss (docs/reliability.md), and no finding.
 */
export async function warmUp(scene: Scene): Promise<void> {
  await Promise.all(scene.desks.map((desk, index) => tradeEverywhere(scene, desk, index)));
}

async function tradeEverywhere(scene: Scene, desk: DeskAccount, account: number): Promise<void> {
  const { moving, resting } = goodsOf(desk.market);
  const orders: Record<string, string>[] = [
    { symbol: moving.symbol, side: 'buy', type: 'market', quantity: '0.01' },
    ...resting.map(({ symbol, low }) => {
      return { symbol, side: 'buy', type: 'limit', quantity: '1', price: String(low) };
    }),
  ];
  for (const order of orders) {
    const planned: PlannedOrder = {
      id: `chaos-first-${order['symbol']}`,
      atMs: 0,
      account,
      strategy: 0,
      kind: 'rest',
      order,
      repeatsAfterMs: [],
      steps: [],
    };
    const clientOrderId = await deliver(scene, desk, planned).first;
    if (order['type'] === 'limit') await atExchange(scene, desk, 'fill', { clientOrderId });
  }
  await eventually(
    `a trade of ${desk.name} on each of its markets`,
    async () => {
      const [row] = await scene.product.sql`
        select count(distinct symbol)::int as traded from trade_executions
        where account_id = ${desk.accountId}`;
      return row?.['traded'] === orders.length;
    },
    TRADED_WITHIN_MS,
  );
}
