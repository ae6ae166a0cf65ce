import type { Chance } from '../chance.js';
import { accountAt, STRATEGIES_EACH, type ChaosAccount } from './accounts-plan.js';
import { goodsOf, type ChaosGoods } from './goods.js';
import { planResting, type Step } from './plan-life.js';

export const ORDER_KINDS = ['rest', 'market', 'ioc', 'refused', 'outside'] as const;
export type OrderKind = (typeof ORDER_KINDS)[number];

export interface PlannedOrder {
  readonly id: string;
  readonly atMs: number;
  /** Indexes into the run's accounts and the account's strategies. */
  readonly account: number;
  readonly strategy: number;
  readonly kind: OrderKind;
  readonly order: Readonly<Record<string, string | boolean>>;
  /** When the same alert is delivered again, after the first delivery. */
  readonly repeatsAfterMs: readonly number[];
  readonly steps: readonly Step[];
}

/** Average pause between two orders. */
const PAUSE_MS = { least: 100, most: 1_000 };
/** Two thirds rest, since more can go wrong with an order the longer it lives. */
const DECK: readonly OrderKind[] = [
  ...Array<OrderKind>(12).fill('rest'),
  ...(['market', 'market', 'market', 'ioc', 'ioc', 'outside', 'outside', 'refused'] as const),
];

/** Plans the orders of a run, oldest first. */
export function planOrders(
  chance: Chance,
  accounts: readonly ChaosAccount[],
  untilMs: number,
): PlannedOrder[] {
  const kinds = chance.deal(DECK);
  const orders: PlannedOrder[] = [];
  let atMs = 0;
  for (;;) {
    atMs += chance.between(PAUSE_MS.least, PAUSE_MS.most);
    if (atMs >= untilMs) return orders;
    const account = chance.between(0, accounts.length - 1);
    const goods = goodsOf(accountAt(accounts, account).market);
    const kind = kinds.next().value;
    orders.push({
      id: `chaos-${orders.length}`,
      atMs,
      account,
      strategy: chance.between(0, STRATEGIES_EACH - 1),
      kind,
      ...content(chance, kind, goods),
      repeatsAfterMs: kind === 'outside' ? [] : repeats(chance),
    });
  }
}

function content(
  chance: Chance,
  kind: OrderKind,
  goods: ChaosGoods,
): Pick<PlannedOrder, 'order' | 'steps'> {
  const side = chance.pick(['buy', 'sell']);
  switch (kind) {
    case 'rest':
      return planResting(chance, goods, side);
    case 'outside': {
      if (chance.happens(60)) return planResting(chance, goods, side);
      return { order: atMarket(chance, goods, goods.buysByCost ? 'sell' : side), steps: [] };
    }
    case 'market':
      return { order: atMarket(chance, goods, side), steps: [] };
    case 'ioc': {
      // Close to a moving price: the order fills wholly, partly, or not at all.
      const { price: middle, step } = goods.moving;
      const price = String(middle + chance.between(-10, 10) * step);
      return {
        order: { ...atMarket(chance, goods, side), type: 'limit', price, timeInForce: 'IOC' },
        steps: [],
      };
    }
    case 'refused': {
      // The account has none of this: there is nothing to sell, and no position to reduce.
      const order = { ...goods.absent, side: 'sell', type: 'market' };
      return { order: goods.isFutures ? { ...order, reduceOnly: true } : order, steps: [] };
    }
  }
}

function atMarket(chance: Chance, { moving }: ChaosGoods, side: string): Record<string, string> {
  const quantity = `0.0${chance.between(10, 99)}`;
  return { symbol: moving.symbol, side, type: 'market', quantity };
}

function repeats(chance: Chance): number[] {
  if (!chance.happens(30)) return [];
  return Array.from({ length: chance.between(1, 3) }, () =>
    chance.happens(50) ? 0 : chance.between(1, 15_000),
  );
}
