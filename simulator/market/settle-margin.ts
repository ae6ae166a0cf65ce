import type { Account } from './accounts.js';
import { Decimal, ZERO } from '../decimal.js';
import { leavesQuantity, type OrderDraft, type Position, type Side } from '../model.js';
import type { PlannedFill, PricedMarket, Settlement } from './settlement.js';
import type { Wallet } from './wallet.js';

const AMOUNT_DIGITS = 8;
export const MARGIN_ASSET = 'USDT';

/** What a market of contracts charges. */
export interface MarginTerms {
  readonly makerRate: string;
  readonly takerRate: string;
}

/** Returns a futures settlement: one net position per symbol, margin and profit in USDT. */
export function settleOnMargin(terms: MarginTerms): Settlement {
  const makerRate = new Decimal(terms.makerRate);
  const takerRate = new Decimal(terms.takerRate);
  return {
    holdsPositions: true,

    refusal(account, draft, plan, market) {
      const { amount } = wallet(account, market).position(draft.symbol);
      if (draft.reduceOnly) return closable(amount, draft.side).isZero() ? 'REDUCE_ONLY' : null;
      const opening = draft.quantity.minus(
        Decimal.min(draft.quantity, closable(amount, draft.side)),
      );
      const price = plan[0]?.price;
      const margin = neededMargin(account, draft, opening, market, price);
      return margin.gt(availableMargin(account, market)) ? 'INSUFFICIENT_FUNDS' : null;
    },

    reserve(account, draft, _plan, market) {
      const margin = draft.reduceOnly ? ZERO : neededMargin(account, draft, draft.quantity, market);
      wallet(account, market).bind(MARGIN_ASSET, margin);
      return margin;
    },

    settle(account, order, planned, isMaker, market) {
      const funds = wallet(account, market);
      const { position, realizedPnl, closed } = moved(
        funds.position(order.symbol),
        order.side,
        planned,
      );
      const commission = planned.price
        .times(planned.quantity)
        .times(isMaker ? makerRate : takerRate)
        .toDecimalPlaces(AMOUNT_DIGITS);
      funds.setPosition(position);
      // Margin is bound in one asset, but a contract is settled in the asset that it is quoted in.
      const settleAsset = market.instruments.get(order.symbol)?.quoteAsset ?? MARGIN_ASSET;
      funds.credit(settleAsset, realizedPnl.minus(commission));
      const share = planned.quantity.div(leavesQuantity(order));
      const unbound = order.reserved.times(share).toDecimalPlaces(AMOUNT_DIGITS);
      funds.bind(MARGIN_ASSET, unbound.neg());
      const reserved = order.reserved.minus(unbound);
      return {
        commission,
        commissionAsset: settleAsset,
        realizedPnl,
        closedQuantity: closed,
        reserved,
      };
    },

    release(account, order, market) {
      wallet(account, market).bind(MARGIN_ASSET, order.reserved.neg());
    },

    fillable(account, order, quantity, market) {
      if (!order.reduceOnly) return quantity;
      const { amount } = wallet(account, market).position(order.symbol);
      return Decimal.min(quantity, closable(amount, order.side));
    },
  };
}

/** Returns the profit the position would make if it were closed at the last price. */
export function unrealizedPnl(position: Position, market: PricedMarket): Decimal {
  if (position.amount.isZero()) return ZERO;
  return market.prices.price(position.symbol).minus(position.entryPrice).times(position.amount);
}

/** Returns the margin that open positions and resting orders bind. */
export function initialMargin(account: Account, market: PricedMarket): Decimal {
  const funds = wallet(account, market);
  return funds.positions().reduce((sum, { symbol, amount }) => {
    const notional = amount.abs().times(market.prices.price(symbol));
    return sum.plus(notional.div(funds.leverage(symbol)));
  }, funds.balance(MARGIN_ASSET).bound);
}

/** Returns the margin that is free for new orders. */
export function availableMargin(account: Account, market: PricedMarket): Decimal {
  const funds = wallet(account, market);
  const equity = funds
    .positions()
    .reduce(
      (sum, position) => sum.plus(unrealizedPnl(position, market)),
      funds.balance(MARGIN_ASSET).free,
    );
  return Decimal.max(ZERO, equity.minus(initialMargin(account, market)));
}

function wallet(account: Account, market: PricedMarket): Wallet {
  return account.wallets[market.name];
}

function neededMargin(
  account: Account,
  draft: OrderDraft,
  quantity: Decimal,
  market: PricedMarket,
  price = draft.type === 'LIMIT' ? draft.price : market.prices.price(draft.symbol),
): Decimal {
  const margin = quantity.times(price).div(wallet(account, market).leverage(draft.symbol));
  return margin.toDecimalPlaces(AMOUNT_DIGITS);
}

/** Returns how much of the position an order of this side would close. */
function closable(amount: Decimal, side: Side): Decimal {
  const closes = side === 'BUY' ? amount.isNeg() : amount.isPos();
  return closes ? amount.abs() : ZERO;
}

function moved(
  before: Position,
  side: Side,
  planned: PlannedFill,
): { position: Position; realizedPnl: Decimal; closed: Decimal } {
  const { symbol, amount, entryPrice } = before;
  const signed = side === 'BUY' ? planned.quantity : planned.quantity.neg();
  const closed = Decimal.min(planned.quantity, closable(amount, side));
  const opened = planned.quantity.minus(closed);
  const perUnit = planned.price.minus(entryPrice).times(amount.isNeg() ? -1 : 1);
  const realizedPnl = perUnit.times(closed).toDecimalPlaces(AMOUNT_DIGITS);
  const after = amount.plus(signed);
  let entry = entryPrice;
  if (after.isZero()) entry = ZERO;
  else if (opened.gt(0) && (closed.gt(0) || amount.isZero())) entry = planned.price;
  else if (opened.gt(0)) {
    const cost = amount.abs().times(entryPrice).plus(opened.times(planned.price));
    entry = cost.div(after.abs());
  }
  return {
    position: {
      symbol,
      amount: after,
      entryPrice: entry,
      realizedPnl: before.realizedPnl.plus(realizedPnl),
    },
    realizedPnl,
    closed,
  };
}
