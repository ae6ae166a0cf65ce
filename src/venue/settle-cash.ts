import type { Account, Wallet } from './accounts.js';
import { Decimal, ZERO } from './decimal.js';
import type { Market } from './market.js';
import type { Instrument, OrderDraft } from './model.js';
import type { Settlement, Trade } from './settlement.js';

const RATE = new Decimal('0.001');
const DISCOUNTED_RATE = new Decimal('0.00075');
const AMOUNT_DIGITS = 8;

/** Spot settlement: assets change hands, commission comes out of what was received. */
export const settleInCash: Settlement = {
  refusal(account, draft, plan, market) {
    const needed = neededFunds(draft, plan, market);
    const { free } = wallet(account).balance(paidAsset(draft, market));
    return free.lt(needed) ? 'INSUFFICIENT_FUNDS' : null;
  },

  reserve(account, draft, plan, market) {
    const needed = neededFunds(draft, plan, market);
    wallet(account).lock(paidAsset(draft, market), needed);
    return needed;
  },

  settle(account, order, trade, _isMaker, market) {
    const instrument = market.instrument(order.symbol);
    const [paid, received] = exchanged(order, trade);
    const funds = wallet(account);
    // A buy below its limit unlocks what the limit would have cost, not what it did cost.
    const unlocked = Decimal.min(
      order.reserved,
      order.side === 'BUY' && order.type === 'LIMIT' ? order.price.times(trade.quantity) : paid,
    );
    const [payAsset, getAsset] = payAndGet(order, instrument);
    funds.unlock(payAsset, unlocked);
    funds.credit(payAsset, paid.neg());
    funds.credit(getAsset, received);
    const fee = commission(account, getAsset, received, trade, market);
    funds.credit(fee.asset, fee.amount.neg());
    return {
      commission: fee.amount,
      commissionAsset: fee.asset,
      realizedPnl: null,
      reserved: order.reserved.minus(unlocked),
    };
  },

  release(account, order, market) {
    wallet(account).unlock(paidAsset(order, market), order.reserved);
  },

  fillable(_account, _order, quantity) {
    return quantity;
  },
};

function wallet(account: Account): Wallet {
  return account.wallets.spot;
}

function payAndGet(draft: OrderDraft, { baseAsset, quoteAsset }: Instrument): [string, string] {
  return draft.side === 'BUY' ? [quoteAsset, baseAsset] : [baseAsset, quoteAsset];
}

function paidAsset(draft: OrderDraft, market: Market): string {
  return payAndGet(draft, market.instrument(draft.symbol))[0];
}

function exchanged(draft: OrderDraft, trade: Trade): [Decimal, Decimal] {
  const quote = trade.price.times(trade.quantity);
  return draft.side === 'BUY' ? [quote, trade.quantity] : [trade.quantity, quote];
}

function neededFunds(draft: OrderDraft, plan: readonly Trade[], market: Market): Decimal {
  if (draft.side === 'SELL') return draft.quantity;
  if (draft.type === 'LIMIT') return draft.price.times(draft.quantity);
  const planned = plan.reduce((sum, trade) => sum.plus(trade.price.times(trade.quantity)), ZERO);
  // A MARKET order waits only where liquidity is manual; then the last price must do.
  return plan.length > 0 ? planned : market.prices.price(draft.symbol).times(draft.quantity);
}

function commission(
  account: Account,
  asset: string,
  received: Decimal,
  trade: Trade,
  market: Market,
): { asset: string; amount: Decimal } {
  const third = account.commissionAsset;
  const thirdPair = third && market.instruments.get(`${third}USDT`);
  if (third && thirdPair) {
    const notional = trade.price.times(trade.quantity).times(DISCOUNTED_RATE);
    const amount = notional.div(market.prices.price(thirdPair.symbol)).toDecimalPlaces(8);
    if (wallet(account).balance(third).free.gte(amount)) return { asset: third, amount };
  }
  const amount = received.times(RATE).toDecimalPlaces(AMOUNT_DIGITS, Decimal.ROUND_DOWN);
  return { asset, amount };
}
