import { sum, type DecimalString } from './decimal.js';
import { listOf } from './fields.js';
import { addFees, allFeesOf, averagePrice, totalQuantity, type Fill } from './fill.js';

/** The totals of one order's executions. */
export interface TradeFigures {
  readonly quantity: DecimalString;
  readonly averagePrice: DecimalString;
  /** Set when all fees are in one asset. */
  readonly fee: DecimalString | null;
  readonly feeAsset: string | null;
  /** All fees, per asset. */
  readonly fees: Readonly<Record<string, DecimalString>>;
  /** What the exchange reports as realised (futures); `null` if it reports none. */
  readonly realizedPnl: DecimalString | null;
}

/** Every field of {@link TradeFigures}: a column of `trades` under the same name. */
export const TRADE_FIGURES = listOf<TradeFigures>()([
  'quantity',
  'averagePrice',
  'fee',
  'feeAsset',
  'fees',
  'realizedPnl',
]);

export type TradeExecution = Pick<
  Fill,
  'price' | 'quantity' | 'fee' | 'feeAsset' | 'otherFees' | 'realizedPnl'
>;

/** Returns the totals of an order's executions: the figures of its trade. */
export function tradeFigures(executions: readonly TradeExecution[]): TradeFigures {
  const fees = sumOfFees(executions);
  const [only, ...others] = Object.entries(fees);
  return {
    quantity: totalQuantity(executions),
    averagePrice: averagePrice(executions) ?? '0',
    fee: only === undefined ? '0' : others.length > 0 ? null : only[1],
    feeAsset: others.length > 0 ? null : (only?.[0] ?? null),
    fees,
    realizedPnl: exchangePnl(executions),
  };
}

/** Returns the sum of what the exchange reports as realised, or `null` if it reports none. */
export function exchangePnl(
  executions: readonly Pick<Fill, 'realizedPnl'>[],
): DecimalString | null {
  const known = executions.flatMap(({ realizedPnl }) =>
    realizedPnl === null ? [] : [realizedPnl],
  );
  return known.length === 0 ? null : sum(known);
}

function sumOfFees(
  executions: readonly Pick<Fill, 'fee' | 'feeAsset' | 'otherFees'>[],
): Record<string, DecimalString> {
  return executions.reduce<Record<string, DecimalString>>(
    (fees, execution) => addFees(fees, allFeesOf(execution)),
    {},
  );
}
