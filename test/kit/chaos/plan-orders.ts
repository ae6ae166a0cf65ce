import type { Chance } from '../chance.js';
import { accountAt, STRATEGIES_EACH, type ChaosAccount } from './accounts-plan.js';
import { goodsOf, type ChaosGoods } from './goods.js';

/** Something that happens to an accepted order, some time after the previous step. */
export interface Step {
  readonly afterMs: number;
  /** `cancel` uses our own API, the others use the exchange; `race` is a cancel during a fill. */
  readonly what: 'fill' | 'cancel' | 'race' | 'exchange-cancel' | 'expire';
  /** For a fill: how much, and in how many trades. */
  readonly quantity?: string;
  readonly fills?: number;
}

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
const HUNDREDTHS = 100;

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
      return rest(chance, goods, side);
    case 'outside': {
      if (chance.happens(60)) return rest(chance, goods, side);
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

/** Plans an order that rests until the exchange fills it on command, and its further steps. */
function rest(
  chance: Chance,
  { resting }: ChaosGoods,
  side: string,
): Pick<PlannedOrder, 'order' | 'steps'> {
  const { symbol, low, high, step, unit } = chance.pick(resting);
  const units = chance.between(80, 300);
  const order = {
    symbol,
    side,
    type: 'limit',
    timeInForce: 'GTC',
    quantity: inHundredths(units * unit),
    price: String(
      side === 'buy' ? low - chance.between(0, 9) * step : high + chance.between(0, 9) * step,
    ),
  };
  return { order, steps: life(chance, units, unit) };
}

function life(chance: Chance, units: number, unit: number): Step[] {
  const steps: Step[] = [];
  const parts = chance.between(0, 3);
  let left = units;
  for (let part = 0; part < parts; part += 1) {
    const quantity = chance.between(1, Math.floor(left / 2));
    left -= quantity;
    steps.push(fill(chance, quantity, unit));
  }
  const end = chance.between(1, 100);
  if (end <= 45) return [...steps, fill(chance, left, unit)];
  const afterMs = pause(chance);
  if (end <= 60) return [...steps, { afterMs, what: 'cancel' }];
  if (end <= 75) {
    const part = chance.happens(50) ? left : Math.ceil(left / 2);
    const quantity = inHundredths(part * unit);
    return [...steps, { afterMs, what: 'race', quantity, fills: chance.between(1, 3) }];
  }
  if (end <= 83) return [...steps, { afterMs, what: 'exchange-cancel' }];
  if (end <= 88) return [...steps, { afterMs, what: 'expire' }];
  return steps; // it rests until the quiet end
}

function fill(chance: Chance, units: number, unit: number): Step {
  const fills = chance.between(1, Math.min(4, units));
  return { afterMs: pause(chance), what: 'fill', quantity: inHundredths(units * unit), fills };
}

function pause(chance: Chance): number {
  return chance.happens(40) ? chance.between(0, 300) : chance.between(300, 9_000);
}

function repeats(chance: Chance): number[] {
  if (!chance.happens(30)) return [];
  return Array.from({ length: chance.between(1, 3) }, () =>
    chance.happens(50) ? 0 : chance.between(1, 15_000),
  );
}

/** Returns hundredths as a decimal string, without floats. */
export function inHundredths(hundredths: number): string {
  const rest = String(hundredths % HUNDREDTHS).padStart(2, '0');
  return `${Math.floor(hundredths / HUNDREDTHS)}.${rest}`;
}
