import type { MarketName } from '../../../simulator/names.js';
import type { Chance } from '../chance.js';
import { CALLS, type MarketCalls } from '../desk/market-calls.js';
import type { ExchangeFaultMaker } from './exchange-fault.js';

type Parameters = Readonly<Record<string, unknown>>;

/**
 * Returns a fault made from one of the exchange's switches. Its parameters may be left to chance.
 */
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

/** Returns a fault whose switch is limited to the call that sends an order. */
export function onCreate(name: string, parameters: Parameters): ExchangeFaultMaker {
  return fault(name, (_chance, market) => ({
    method: 'POST',
    path: CALLS[market].paths.create,
    ...parameters,
  }));
}

/** Returns a fault whose switch is limited to the call that cancels an order. */
export function onCancel(name: string, parameters: Parameters): ExchangeFaultMaker {
  return fault(name, (_chance, market) => ({ ...CALLS[market].cancel, ...parameters }));
}

/** Returns a fault whose switch is limited to one kind of read. */
export function onRead(
  path: Exclude<keyof MarketCalls['paths'], 'create'>,
  name: string,
  parameters: Parameters | ((market: MarketName) => Parameters),
): ExchangeFaultMaker {
  return fault(name, (_chance, market) => ({
    method: 'GET',
    path: CALLS[market].paths[path],
    ...(typeof parameters === 'function' ? parameters(market) : parameters),
  }));
}
