import type { Exchange } from '../registry.js';
import { Market, type MarketRules } from '../../market/market.js';
import { settleInCash } from '../../market/settle-cash.js';
import { settleOnMargin } from '../../market/settle-margin.js';
import { ACCOUNT_ROUTES } from './account-routes.js';
import { AuthRefusals } from './auth-refusals.js';
import { bybitControls } from './controls.js';
import { wireIdsOf } from './ids.js';
import { LINEAR_INSTRUMENTS, SPOT_INSTRUMENTS } from './instruments.js';
import { MARKET_ROUTES } from './market-routes.js';
import { orderRoutes } from './order-routes.js';
import { OtherExecutions } from './other-executions.js';
import { BYBIT_LIMITS, controlOf, RateLimits } from './rate-limits.js';
import { createBybitRest } from './rest.js';
import { createBybitStream } from './stream.js';

const RULES = {
  clientIds: 'for-ever',
  refusesUnfillable: false,
  endsUnfilled: 'CANCELLED',
} as const satisfies Partial<MarketRules>;

/** Bybit v5: a spot market and linear contracts in USDT, with one unified account for both. */
export const bybit: Exchange = {
  name: 'bybit',

  createMarkets: () => [
    new Market({
      ...RULES,
      name: 'bybit-spot',
      instruments: SPOT_INSTRUMENTS,
      settlement: settleInCash({ rate: '0.001', commissionIn: 'received' }),
      firstOrderId: 1_000_001,
      endsTaking: 'REJECTED',
      wireIds: wireIdsOf('spot'),
    }),
    new Market({
      ...RULES,
      name: 'bybit-linear',
      instruments: LINEAR_INSTRUMENTS,
      settlement: settleOnMargin({ makerRate: '0.0002', takerRate: '0.00055' }),
      firstOrderId: 2_000_001,
      endsTaking: 'CANCELLED',
      wireIds: wireIdsOf('linear'),
    }),
  ],

  create(engine, { limits: { bybit: told } = {}, streamIdleMs }) {
    const limits = new RateLimits({ ...BYBIT_LIMITS, ...told });
    const others = new OtherExecutions(engine);
    const refusals = new AuthRefusals();
    const routes = {
      ...MARKET_ROUTES,
      ...ACCOUNT_ROUTES,
      ...orderRoutes(others, Date.now()),
    };
    return {
      rest: [createBybitRest(engine, routes, limits)],
      streams: [createBybitStream(engine, refusals, streamIdleMs)],
      limits: {
        'bybit-spot': controlOf(limits, 'spot'),
        'bybit-linear': controlOf(limits, 'linear'),
      },
      controls: bybitControls(engine, others, refusals),
    };
  },
};
