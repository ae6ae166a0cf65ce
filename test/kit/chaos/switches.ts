import type { MarketName } from './accounts-plan.js';
import type { Chance } from '../chance.js';
import type { ExchangeFaultMaker } from '../../chaos/faults/exchange-faults.js';

const PATHS = {
  spot: { order: '/api/v3/order', open: '/api/v3/openOrders', trades: '/api/v3/myTrades' },
  futures: { order: '/fapi/v1/order', open: '/fapi/v1/openOrders', trades: '/fapi/v1/userTrades' },
} as const;

type Parameters = Readonly<Record<string, unknown>>;

/** Makes a switch of the exchange's, with parameters that may be left to chance. */
export function fault(
  name: string,
  parameters: Parameters | ((chance: Chance, market: MarketName) => Parameters),
): ExchangeFaultMaker {
  return {
    make: (chance, market) => ({
      path: 'faults',
      body: {
        name,
        ...(typeof parameters === 'function' ? parameters(chance, market) : parameters),
      },
    }),
  };
}

/** Narrows a switch to one call. */
export function only(
  method: 'GET' | 'POST' | 'DELETE',
  path: keyof (typeof PATHS)['spot'],
  name: string,
  parameters: Parameters,
): ExchangeFaultMaker {
  return fault(name, (_chance, market) => ({ method, path: PATHS[market][path], ...parameters }));
}
