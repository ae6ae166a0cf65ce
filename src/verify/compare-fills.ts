import { equals, isZero } from '../domain/decimal.js';
import { totalQuantity } from '../domain/fill.js';
import { feesOf } from '../domain/order-fees.js';
import { differingFields, fieldsOfOne, type Difference, type FieldValues } from './difference.js';
import { placedOrders, type ReportedFill } from './exchange-side.js';
import type { ExecutionRecord, Snapshot } from '../queries/snapshot.js';
import { groupBy } from './groups.js';

/** The result of comparing an account's fills. */
export interface FillComparison {
  readonly differences: readonly Difference[];
  /** Fills of our orders that the exchange lists. */
  readonly compared: number;
  /** Fills of orders that were never ours. */
  readonly foreign: number;
  /** Executions that are too old for the exchange to list. */
  readonly tooOld: number;
}

/**
 * Compares every fill that an exchange lists for our orders with the recorded executions.
 *
 * @param listedForMs how long the exchange lists a fill; `null` means for ever
 */
export function compareFills(
  snapshot: Snapshot,
  accountId: number,
  reported: readonly ReportedFill[],
  listedForMs: number | null = null,
): FillComparison {
  // A fill may have been read twice, by market and by order.
  const fills = new Map(reported.map((fill) => [fillKey(fill), fill]));
  const clientOrderIds = new Map(
    placedOrders(snapshot, accountId).map((order) => [orderOf(order), order.clientOrderId]),
  );
  const own = [...fills.values()].filter((fill) => clientOrderIds.has(orderOf(fill)));
  const executions = snapshot.executions.filter(
    (execution) => execution.accountId === accountId && !execution.isInferred,
  );
  const recorded = new Map(executions.map((execution) => [fillKey(execution), execution]));
  const isTooOld = (execution: ExecutionRecord) =>
    listedForMs !== null &&
    Date.parse(snapshot.takenAt) - Date.parse(execution.executedAt) > listedForMs;
  const unreported = executions.filter((execution) => !fills.has(fillKey(execution)));
  return {
    differences: [
      ...own.flatMap((fill) => {
        const subject = `${clientOrderIds.get(orderOf(fill))} #${fill.exchangeTradeId}`;
        return compareFill(accountId, subject, fill, recorded.get(fillKey(fill)));
      }),
      ...[...groupBy(own, orderOf).entries()].flatMap(([order, fills]) =>
        compareOrderFees(accountId, clientOrderIds.get(order), fills, recorded),
      ),
      ...unreported
        .filter((execution) => !isTooOld(execution))
        .map((execution): Difference => ({
          kind: 'execution_not_on_exchange',
          accountId,
          subject: `${execution.clientOrderId} #${execution.exchangeTradeId}`,
          fields: fieldsOfOne('recorded', valuesOf(execution)),
        })),
    ],
    compared: own.length,
    foreign: fills.size - own.length,
    tooOld: unreported.filter(isTooOld).length,
  };
}

/**
 * Compares the fees that an order has paid in total with those of its executions, if all of them
 * are recorded.
 */
function compareOrderFees(
  accountId: number,
  clientOrderId: string | undefined,
  fills: readonly ReportedFill[],
  recorded: ReadonlyMap<string, ExecutionRecord>,
): Difference[] {
  const paid = fills[0]?.orderFee?.paid;
  const executions = fills.flatMap((fill) => recorded.get(fillKey(fill)) ?? []);
  const atQuantity = fills[0]?.orderFee?.atQuantity ?? '0';
  if (paid === undefined || !equals(totalQuantity(executions), atQuantity)) return [];
  const fields = differingFields({ fees: paid }, { fees: feesOf(executions) });
  const subject = `${clientOrderId ?? ''} fees`;
  return fields.length > 0 ? [{ kind: 'fill_differs', accountId, subject, fields }] : [];
}

function compareFill(
  accountId: number,
  subject: string,
  fill: ReportedFill,
  execution: ExecutionRecord | undefined,
): Difference[] {
  if (!execution) {
    const fields = fieldsOfOne('expected', valuesOf(fill));
    return [{ kind: 'fill_not_recorded', accountId, subject, fields }];
  }
  const { realizedPnl, ...others } = valuesOf(withComparableFee(fill, execution));
  // Lists of fills may lack fields that the stream reported. A missing field contradicts nothing.
  const listed: FieldValues = realizedPnl == null ? others : { ...others, realizedPnl };
  const fields = differingFields(listed, valuesOf(execution));
  return fields.length > 0 ? [{ kind: 'fill_differs', accountId, subject, fields }] : [];
}

/**
 * Removes the fee of a single fill if it is only a share. The order's total is compared instead.
 */
function withComparableFee(fill: ReportedFill, { fee, feeAsset }: ExecutionRecord): ReportedFill {
  return fill.orderFee ? { ...fill, fee, feeAsset } : fill;
}

type Figures = Pick<
  ReportedFill,
  'side' | 'price' | 'quantity' | 'fee' | 'feeAsset' | 'realizedPnl'
>;

function valuesOf(fill: Figures): FieldValues {
  const { side, price, quantity, fee, feeAsset, realizedPnl } = fill;
  // For a zero fee, some sources name an asset and some do not.
  const asset = isZero(fee) ? null : feeAsset;
  return { side, price, quantity, fee, feeAsset: asset, realizedPnl };
}

function orderOf(order: { symbol: string; exchangeOrderId: string }): string {
  return `${order.symbol} ${order.exchangeOrderId}`;
}

function fillKey(fill: { symbol: string; exchangeOrderId: string; exchangeTradeId: string }) {
  return `${orderOf(fill)} ${fill.exchangeTradeId}`;
}
