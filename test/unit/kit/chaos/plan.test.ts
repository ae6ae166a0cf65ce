import { describe, expect, it } from 'vitest';
import { add, compare } from '../../../../src/domain/decimal.js';
import { readSymbol } from '../../../../src/domain/symbol.js';
import { styleOf } from '../../../../src/exchange/symbols.js';
import { Decimal, isMultipleOf } from '../../../../simulator/decimal.js';
import { createMarkets } from '../../../../simulator/exchanges/registry.js';
import { schemas } from '../../../../simulator/control/schemas.js';
import { FAULTS } from '../../../../simulator/faults/catalogue.js';
import { tickAt } from '../../../../simulator/model.js';
import {
  EXCHANGE_NAMES,
  MARKET_NAMES,
  type ExchangeName,
  type MarketName,
} from '../../../../simulator/names.js';
import { EXCHANGE_FAULTS } from '../../../chaos/faults/exchange-faults.js';
import { MACHINE_FAULTS } from '../../../chaos/faults/machine-faults.js';
import { MENU } from '../../../chaos/faults/menu.js';
import { marketsOf, readExchanges } from '../../../kit/chaos/accounts-plan.js';
import { planRun, type Plan } from '../../../kit/chaos/plan.js';
import { ORDER_KINDS, type PlannedOrder } from '../../../kit/chaos/plan-orders.js';
import { AMENDS } from '../../../kit/desk/amends.js';
import { planOf } from '../../../kit/desk/plans.js';

const planOn = (exchanges: readonly ExchangeName[], seed = 1, minutes = 5): Plan =>
  planRun({ seed, minutes, markets: marketsOf(exchanges), menu: MENU });

type Amendment = 'reduced' | 'raised' | 'moved';

/** What the amendments of a run may be, by what a market allows. */
const AMENDMENTS: Readonly<Record<(typeof AMENDS)[MarketName], readonly Amendment[]>> = {
  all: ['reduced', 'raised', 'moved'],
  reduce: ['reduced'],
  nothing: [],
};

/** Returns what the amendments of a planned order do to it. */
function amendments({ order, steps }: PlannedOrder): Amendment[] {
  let asked = String(order['quantity']);
  return steps.flatMap(({ what, quantity = asked, price }) => {
    if (what !== 'amend') return [];
    const difference = compare(quantity, asked);
    asked = quantity;
    return [
      ...(difference < 0 ? (['reduced'] as const) : []),
      ...(difference > 0 ? (['raised'] as const) : []),
      ...(price === undefined ? [] : (['moved'] as const)),
    ];
  });
}

const RUNS: readonly { readonly on: string; readonly exchanges: readonly ExchangeName[] }[] = [
  ...EXCHANGE_NAMES.map((name) => ({ on: name, exchanges: [name] })),
  { on: 'all', exchanges: EXCHANGE_NAMES },
];

describe.each(RUNS)('a run on $on', ({ exchanges }) => {
  const markets = marketsOf(exchanges);
  const plan = planOn(exchanges);

  it('is planned the same for the same seed and minutes', () => {
    expect(planOn(exchanges)).toEqual(plan);
  });

  it('is planned otherwise for another seed', () => {
    const other = planOn(exchanges, 2);
    const bodies = ({ orders }: Plan) => orders.map(({ order }) => order);
    const names = ({ faults }: Plan) => faults.map(({ name }) => name);
    expect(bodies(other)).not.toEqual(bodies(plan));
    expect(names(other)).not.toEqual(names(plan));
  });

  it('has two accounts of every market, and orders of every kind on each', () => {
    expect(plan.accounts.map(({ market }) => market).sort()).toEqual(
      [...markets, ...markets].sort(),
    );
    expect(plan.orders.length).toBeGreaterThan(330); // some are refused, and never get there
    expect(plan.faults.length).toBeGreaterThan(30);
    for (const market of markets) {
      const kinds = plan.orders.flatMap(({ account, kind }) =>
        plan.accounts[account]?.market === market ? [kind] : [],
      );
      expect(new Set(kinds), market).toEqual(new Set(ORDER_KINDS));
    }
  });

  it('has every fault that its markets have, each within the time for faults', () => {
    const { faults, chaosMs } = exchanges.length === 1 ? plan : planOn(exchanges, 1, 10);
    const names = new Set(faults.map(({ name }) => name));
    const able = Object.entries(EXCHANGE_FAULTS).filter(
      ([, maker]) => !maker.markets || maker.markets.some((market) => markets.includes(market)),
    );
    const menu = [...able.map(([name]) => name), ...Object.keys(MACHINE_FAULTS)];
    expect(menu.filter((name) => !names.has(name))).toEqual([]);
    expect([...names].filter((name) => !menu.includes(name))).toEqual([]);
    expect(faults.every(({ atMs }) => atMs > 0 && atMs < chaosMs)).toBe(true);
  });

  it('gives a fault only to an account whose market has it', () => {
    for (const planned of plan.faults) {
      if (planned.where !== 'exchange') continue;
      const having = EXCHANGE_FAULTS[planned.name]?.markets ?? MARKET_NAMES;
      expect(having, planned.name).toContain(plan.accounts[planned.account]?.market);
    }
  });

  it('switches nothing on that has no end', () => {
    for (const planned of plan.faults) {
      if (planned.where !== 'exchange' || planned.fault.path !== 'faults') continue;
      const { times, forMs } = schemas.fault.parse(planned.fault.body);
      expect(times ?? forMs, planned.name).toBeDefined();
    }
  });

  it('names markets as the exchange of the account writes them', () => {
    for (const { account, order } of plan.orders) {
      const { exchange, limit } = planOf(plan.accounts[account]?.market ?? 'spot');
      const quote = limit.symbol.split('/')[1];
      expect(readSymbol(String(order['symbol']), styleOf(exchange))).toMatch(
        new RegExp(`^[A-Z]+/${quote}$`),
      );
    }
  });

  it('asks for prices and quantities that the market of each order takes', () => {
    const known = createMarkets();
    for (const { account, order, steps } of plan.orders) {
      const instrument = known[plan.accounts[account]?.market ?? 'spot'].instrument(
        String(order['symbol']),
      );
      const quantities = [order, ...steps].flatMap(({ quantity }) => quantity ?? []);
      for (const quantity of quantities) {
        const isWhole = isMultipleOf(new Decimal(String(quantity)), instrument.stepSize);
        expect(isWhole, `${JSON.stringify(order)}: ${String(quantity)}`).toBe(true);
      }
      for (const text of [order['price'] ?? '0', ...steps.flatMap(({ price }) => price ?? [])]) {
        const price = new Decimal(String(text));
        expect(isMultipleOf(price, tickAt(instrument, price)), JSON.stringify(order)).toBe(true);
      }
    }
  });

  it('never fills more of an order than there is', () => {
    for (const { id, order, steps } of plan.orders) {
      let asked = String(order['quantity']);
      let filled = '0';
      for (const { what, quantity = '0' } of steps) {
        if (what === 'amend') asked = quantity;
        else filled = add(filled, quantity);
        expect(compare(filled, asked), id).toBeLessThanOrEqual(0);
      }
    }
  });

  it('amends orders as each market allows, and forgets some on all of them', () => {
    for (const market of markets) {
      const orders = plan.orders.filter(({ account }) => plan.accounts[account]?.market === market);
      const kinds = new Set(orders.flatMap(amendments));
      expect(kinds, market).toEqual(new Set(AMENDMENTS[AMENDS[market]]));
      const forgotten = orders.filter(({ steps }) => steps.at(-1)?.what === 'forget');
      expect(forgotten.length, market).toBeGreaterThan(0);
    }
  });
});

it('uses every switch of the simulator on some exchange', () => {
  const used = new Set(
    EXCHANGE_NAMES.flatMap((name) => planOn([name]).faults).flatMap((planned) =>
      planned.where === 'exchange' ? [planned.fault.body['name']] : [],
    ),
  );
  expect(Object.keys(FAULTS).filter((name) => !used.has(name))).toEqual([]);
});

describe('the exchanges of a run', () => {
  it('are Binance, unless others are named, in whichever way', () => {
    expect(readExchanges([])).toEqual(['binance']);
    expect(readExchanges(['upbit', 'bybit'])).toEqual(['bybit', 'upbit']);
    expect(readExchanges(['bithumb, bybit'])).toEqual(['bybit', 'bithumb']);
    expect(readExchanges(['all'])).toEqual(EXCHANGE_NAMES);
  });

  it('must exist', () => {
    expect(() => readExchanges(['bybit,kraken'])).toThrow(
      'exchange must be of binance, bybit, upbit, bithumb, all, was "kraken"',
    );
  });
});
