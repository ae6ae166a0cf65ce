import type { ChangeSource, OrderRequest, OrderUpdate, OrderView } from '../../src/domain/order.js';
import { mergeViews } from '../../src/domain/merge.js';
import { equals } from '../../src/domain/decimal.js';
import type { OrderProgress } from '../../src/domain/progress.js';
import type { ExchangeRest, OrderReference } from '../../src/exchange/exchange.js';
import { ExchangeFailure } from '../../src/exchange/failure.js';
import type { Dependencies } from '../dependencies.js';
import { observeOrder } from '../observe.js';

export interface VerifyOrderInput {
  readonly order: Pick<OrderRequest, 'accountId' | 'clientOrderId' | 'symbol'>;
  /** What a call just answered of the order, beside what is asked now. */
  readonly answer?: OrderView | null;
  /** What the stream reported since the last step; empty for a poll. */
  readonly updates: readonly OrderUpdate[];
  readonly source: ChangeSource;
  readonly known: OrderProgress;
  /** Only the order's own timer asks: there is no news, and nobody wants it looked at. */
  readonly isRoutine?: boolean;
  /** The missing fills have been asked for in vain for long enough. */
  readonly mayInfer?: boolean;
}

/**
 * Asks the exchange by REST after every wake-up and settles what REST and the stream say together:
 * neither is trusted to be the newest. When REST does not answer in time, the stream's word counts.
 */
export async function verifyOrder(
  deps: Dependencies,
  input: VerifyOrderInput,
): Promise<OrderProgress> {
  const { order, updates, source, known, answer, isRoutine = false, mayInfer = false } = input;
  // The account's comparison would have found a change.
  if (isRoutine && !known.isIncomplete && (await deps.gateway.isSynced(order.accountId)))
    return known;
  const exchange = await deps.gateway.restFor(order.accountId);
  const { exchangeOrderId } = known;
  const asked = await fetchView(deps, exchange, { ...order, exchangeOrderId });
  // Others may use a client order id again: by the exchange's own id it is another order.
  const own = updates.filter(
    (update) => exchangeOrderId === null || update.exchangeOrderId === exchangeOrderId,
  );
  const views = [...own, ...(answer ? [answer] : []), ...(asked ? [asked] : [])];
  const [first, ...rest] = views;
  const fills = own.flatMap((update) => (update.fill ? [update.fill] : []));
  if (first === undefined) return known;
  if (views.length === 1 && asked && tellsNothingNew(asked, known)) return known;
  const view = rest.reduce<OrderView>((merged, next) => mergeViews(merged, next), first);
  const observation = { view, fills, source, mayInfer };
  return (await observeOrder(deps, exchange, order, observation)) ?? known;
}

async function fetchView(
  deps: Dependencies,
  exchange: ExchangeRest,
  order: OrderReference,
): Promise<OrderView | null> {
  try {
    return await exchange.fetchOrder(order);
  } catch (error) {
    if (!(error instanceof ExchangeFailure)) throw error;
    deps.log.warn({ err: error, clientOrderId: order.clientOrderId }, 'order not verified');
    return null;
  }
}

/** Spares the database a resting order's polls. */
function tellsNothingNew(view: OrderView, known: OrderProgress): boolean {
  return (
    !known.isIncomplete &&
    view.status === known.status &&
    view.exchangeOrderId === known.exchangeOrderId &&
    equals(view.filledQuantity, known.filledQuantity)
  );
}
