import type { Chance } from '../chance.js';
import { CALLS, type MarketCalls } from '../desk/market-calls.js';
import type { ChaosMarket } from './accounts-plan.js';
import type { ExchangeFaultMaker } from './exchange-fault.js';

type Parameters = Readonly<Record<string, unknown>>;

/**
 * Returns a fault made from one of the exchange's switches. Its parameters may be left to chance.
 */
export function fault(
  name: string,
  parameters: Parameters | ((chance: Chance, market: ChaosMarket) => Parameters),
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

/** Returns a fault whose switch is limited to one call. */
export function only(
  method: 'GET' | 'POST' | 'DELETE',
  path: keyof MarketCalls['paths'],
  name: string,
  parameters: Parameters,
): ExchangeFaultMaker {
  return fault(name, (_chance, market) => ({
    method,
    path: CALLS[market].paths[path],
    ...parameters,
  }));
}
