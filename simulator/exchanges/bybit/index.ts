import type { Exchange } from '../exchange.js';
import { ACCOUNT_ROUTES } from './account-routes.js';
import { AuthRefusals } from './auth-refusals.js';
import { bybitControls } from './controls.js';
import { ExtraFees } from './extra-fees.js';
import { MARKET_ROUTES } from './market-routes.js';
import { createBybitMarkets } from './markets.js';
import { orderRoutes } from './order-routes.js';
import { OtherExecutions } from './other-executions.js';
import { BYBIT_LIMITS, BybitRateLimits, controlOf } from './rate-limits.js';
import { createBybitRest } from './rest.js';
import { createBybitStream } from './stream.js';
import { UNCLEAR_CODES } from './troubles.js';

/** Bybit v5: a spot market and linear contracts in USDT, with one unified account for both. */
export const bybit: Exchange = {
  name: 'bybit',
  createMarkets: createBybitMarkets,

  createFront(engine, { streamIdleMs }) {
    const limits = new BybitRateLimits(BYBIT_LIMITS);
    const others = new OtherExecutions(engine);
    const extraFees = new ExtraFees();
    const refusals = new AuthRefusals();
    const routes = {
      ...MARKET_ROUTES,
      ...ACCOUNT_ROUTES,
      ...orderRoutes(others, extraFees, Date.now()),
    };
    return {
      rest: [createBybitRest(engine, routes, limits)],
      streams: [createBybitStream(engine, { refusals, extraFees }, streamIdleMs)],
      limits: {
        'bybit-spot': controlOf(limits, 'spot'),
        'bybit-linear': controlOf(limits, 'linear'),
      },
      controls: bybitControls(engine, others, extraFees, refusals),
      unclearCodes: UNCLEAR_CODES,
    };
  },
};
