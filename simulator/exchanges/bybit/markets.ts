import { Market, type MarketRules } from '../../market/market.js';
import { settleInCash } from '../../market/settle-cash.js';
import { settleOnMargin } from '../../market/settle-margin.js';
import { wireIdsOf } from './ids.js';
import { LINEAR_INSTRUMENTS, SPOT_INSTRUMENTS } from './instruments.js';

const RULES = {
  clientIds: 'for-ever',
  refusesUnfillable: false,
  endsUnfilled: 'CANCELLED',
  amends: { isFree: true, renames: false, downToFilled: 'refused' },
} as const satisfies Partial<MarketRules>;

/** Returns the two markets, empty. */
export function createBybitMarkets(): readonly Market[] {
  return [
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
  ];
}
