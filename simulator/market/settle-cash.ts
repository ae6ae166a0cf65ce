import type { Account } from './accounts.js';
import { Decimal, ZERO } from '../decimal.js';
import type { Instrument, OrderDraft } from '../model.js';
import type { PlannedFill, PricedMarket, Settlement } from './settlement.js';
import type { Wallet } from './wallet.js';

const AMOUNT_DIGITS = 8;

/** What a spot market charges, and in which asset. */
export interface CashTerms {
  readonly rate: string;
  /**
   * `received`: out of the asset received, rounded down to eight decimals. `quote`: in the quote
   * asset and exact: a buy locks and pays it on top, and a sell receives that much less.
   */
  readonly commissionIn: 'received' | 'quote';
  /** The rate for accounts that pay in a third asset, where the exchange offers that. */
  readonly thirdAssetRate?: string;
}

/** Returns a spot settlement: assets change hands, on the exchange's terms. */
export function settleInCash(terms: CashTerms): Settlement {
  const rate = new Decimal(terms.rate);
  /** What a buy pays for each unit of the quote asset. */
  const onTop = terms.commissionIn === 'quote' ? rate.plus(1) : new Decimal(1);

  const neededFunds = (
    draft: OrderDraft,
    plan: readonly PlannedFill[],
    market: PricedMarket,
  ): Decimal => {
    if (draft.side === 'SELL') return draft.quantity;
    return neededQuote(draft, plan, market, terms).times(onTop);
  };

  return {
    holdsPositions: false,

    refusal(account, draft, plan, market) {
      const needed = neededFunds(draft, plan, market);
      const { free, bound } = wallet(account, market).balance(paidAsset(draft, market));
      return free.minus(bound).lt(needed) ? 'INSUFFICIENT_FUNDS' : null;
    },

    reserve(account, draft, plan, market) {
      const needed = neededFunds(draft, plan, market);
      wallet(account, market).lock(paidAsset(draft, market), needed);
      return needed;
    },

    settle(account, order, planned, _isMaker, market) {
      const instrument = market.instrument(order.symbol);
      const [paid, received] = exchanged(order, planned);
      const funds = wallet(account, market);
      // A buy unlocks what its piece would have cost at the limit, even if it cost less.
      const due = order.side === 'SELL' ? paid : quoteAtLimit(order, planned).times(onTop);
      const unlocked = Decimal.min(order.reserved, due);
      const [payAsset, getAsset] = payAndGet(order, instrument);
      funds.unlock(payAsset, unlocked);
      funds.credit(payAsset, paid.neg());
      funds.credit(getAsset, received);
      const fee =
        inThirdAsset(account, planned, market, terms) ??
        (terms.commissionIn === 'quote'
          ? { asset: instrument.quoteAsset, amount: quoteOf(planned).times(rate) }
          : { asset: getAsset, amount: roundedDown(received.times(rate)) });
      funds.credit(fee.asset, fee.amount.neg());
      return {
        commission: fee.amount,
        commissionAsset: fee.asset,
        realizedPnl: null,
        reserved: order.reserved.minus(unlocked),
      };
    },

    release(account, order, market) {
      wallet(account, market).unlock(paidAsset(order, market), order.reserved);
    },

    fillable(_account, _order, quantity) {
      return quantity;
    },
  };
}

function wallet(account: Account, market: PricedMarket): Wallet {
  return account.wallets[market.name];
}

function payAndGet(draft: OrderDraft, { baseAsset, quoteAsset }: Instrument): [string, string] {
  return draft.side === 'BUY' ? [quoteAsset, baseAsset] : [baseAsset, quoteAsset];
}

function paidAsset(draft: OrderDraft, market: PricedMarket): string {
  return payAndGet(draft, market.instrument(draft.symbol))[0];
}

function quoteOf({ price, quantity }: PlannedFill): Decimal {
  return price.times(quantity);
}

function quoteAtLimit(draft: OrderDraft, planned: PlannedFill): Decimal {
  return draft.type === 'LIMIT' ? draft.price.times(planned.quantity) : quoteOf(planned);
}

function exchanged(draft: OrderDraft, planned: PlannedFill): [Decimal, Decimal] {
  const quote = quoteOf(planned);
  return draft.side === 'BUY' ? [quote, planned.quantity] : [planned.quantity, quote];
}

/** Returns the most that a buy will cost, without commission. */
function neededQuote(
  draft: OrderDraft,
  plan: readonly PlannedFill[],
  market: PricedMarket,
  { commissionIn }: CashTerms,
): Decimal {
  if (draft.type === 'LIMIT') return draft.price.times(draft.quantity);
  // If the commission is locked too, so is the whole amount to spend; the rest is released later.
  if (commissionIn === 'quote' && draft.quoteQuantity.gt(0)) return draft.quoteQuantity;
  if (plan.length > 0) return plan.reduce((sum, planned) => sum.plus(quoteOf(planned)), ZERO);
  // A MARKET order rests only where liquidity is manual. It then locks its cost at the last price.
  return market.prices.price(draft.symbol).times(draft.quantity);
}

/** Returns the commission in the account's third asset, if the account can pay it. */
function inThirdAsset(
  account: Account,
  planned: PlannedFill,
  market: PricedMarket,
  { thirdAssetRate }: CashTerms,
): { asset: string; amount: Decimal } | undefined {
  const asset = account.commissionAsset;
  const pair = asset && market.instruments.get(`${asset}USDT`);
  if (!asset || !pair || thirdAssetRate === undefined) return undefined;
  const notional = quoteOf(planned).times(thirdAssetRate);
  const amount = notional.div(market.prices.price(pair.symbol)).toDecimalPlaces(AMOUNT_DIGITS);
  return wallet(account, market).balance(asset).free.gte(amount) ? { asset, amount } : undefined;
}

function roundedDown(amount: Decimal): Decimal {
  return amount.toDecimalPlaces(AMOUNT_DIGITS, Decimal.ROUND_DOWN);
}
