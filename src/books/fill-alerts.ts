import type { Transaction } from '../../drizzle/database.js';
import { raiseAlert } from '../alerts/raise-alert.js';
import { AlertCode } from '../domain/alert.js';
import { totalQuantity } from '../domain/fill.js';
import type { MergedFills } from '../domain/merge-fills.js';
import type { OrderFacts } from '../domain/order.js';

/** Raises alerts about what is wrong with an order's fills, in the recording transaction. */
export async function raiseFillAlerts(
  tx: Transaction,
  order: OrderFacts,
  merged: Pick<MergedFills, 'fills' | 'added' | 'conflicting' | 'aliases' | 'doubted'>,
  isOverfilled: boolean,
): Promise<void> {
  const { accountId, clientOrderId, symbol } = order;
  const named = `order ${clientOrderId} (${symbol})`;
  for (const tradeId of merged.conflicting) {
    await raiseAlert(tx, {
      accountId,
      clientOrderId,
      code: AlertCode.FILL_CONFLICT,
      subject: `${clientOrderId} ${tradeId}`,
      message: `${named}: trade ${tradeId} came again with other figures; the first ones stay. Compare it with the exchange's own record`,
    });
  }
  const [twin] = [
    ...merged.doubted.map((fill) => fill.exchangeTradeId),
    ...merged.aliases.map((alias) => alias.aliasTradeId),
  ];
  if (twin !== undefined) {
    await raiseAlert(tx, {
      accountId,
      clientOrderId,
      code: AlertCode.FILL_DOUBTED,
      subject: clientOrderId,
      message: `${named}: trade ${twin} has the time, price and quantity of a fill that came under another id; it counts only if the exchange's own list of the order's fills has both`,
    });
  }
  if (isOverfilled) {
    const filled = totalQuantity(merged.fills);
    await raiseAlert(tx, {
      accountId,
      clientOrderId,
      code: AlertCode.OVERFILL,
      subject: clientOrderId,
      message: `${named}: ${filled} was filled, ${order.quantity} was ordered; all of it is counted`,
    });
  }
  const inferred = merged.added.find((fill) => fill.isInferred);
  if (inferred) {
    await raiseAlert(tx, {
      accountId,
      clientOrderId,
      code: AlertCode.FILL_INFERRED,
      subject: clientOrderId,
      message: `${named}: the exchange reports fills that it does not name; ${inferred.quantity} at ${inferred.price} was worked out from its totals and is replaced when the real ones come`,
    });
  }
}
