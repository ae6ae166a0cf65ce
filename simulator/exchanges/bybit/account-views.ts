import type { Account } from '../../market/accounts.js';
import { ZERO, type Decimal } from '../../decimal.js';
import type { VenueState } from '../../market/venue-state.js';
import type { Position } from '../../model.js';
import {
  availableMargin,
  initialMargin,
  MARGIN_ASSET,
  unrealizedPnl,
} from '../../market/settle-margin.js';
import { priceText, quantityText } from './order-wire.js';

const AMOUNT_DIGITS = 8;

/** Returns the unified account as wallet-balance and the wallet topic show it. */
export function walletView({ markets }: VenueState, account: Account): object {
  const linear = markets['bybit-linear'];
  const spot = markets['bybit-spot'];
  const funds = account.wallets['bybit-linear'];
  const margin = initialMargin(account, linear);
  const unrealized = funds
    .positions()
    .reduce((sum, position) => sum.plus(unrealizedPnl(position, linear)), ZERO);
  const realized = funds.positions().reduce((sum, each) => sum.plus(each.realizedPnl), ZERO);
  const usdOf = (asset: string, amount: Decimal): Decimal => {
    if (asset === MARGIN_ASSET) return amount;
    const pair = spot.instruments.get(`${asset}${MARGIN_ASSET}`);
    return pair ? amount.times(spot.prices.price(pair.symbol)) : ZERO;
  };
  const coins = funds.balances().map((balance) => {
    const wallet = balance.free.plus(balance.locked);
    const ofMargin = (amount: Decimal): Decimal => (balance.asset === MARGIN_ASSET ? amount : ZERO);
    const equity = wallet.plus(ofMargin(unrealized));
    return { ...balance, wallet, equity, usd: usdOf(balance.asset, equity), ofMargin };
  });
  const total = coins.reduce((sum, { usd }) => sum.plus(usd), ZERO);
  return {
    accountType: 'UNIFIED',
    accountIMRate: '0',
    accountMMRate: '0',
    accountLTV: '0',
    totalEquity: amount(total),
    totalWalletBalance: amount(total.minus(unrealized)),
    totalMarginBalance: amount(total),
    totalAvailableBalance: amount(availableMargin(account, linear)),
    totalPerpUPL: amount(unrealized),
    totalInitialMargin: amount(margin),
    totalMaintenanceMargin: '0',
    coin: coins.map(({ asset, wallet, equity, usd, locked, bound, ofMargin }) => ({
      coin: asset,
      equity: amount(equity),
      usdValue: amount(usd),
      walletBalance: amount(wallet),
      locked: amount(locked),
      borrowAmount: '0',
      accruedInterest: '0',
      bonus: '0',
      totalOrderIM: amount(bound),
      totalPositionIM: amount(ofMargin(margin.minus(bound))),
      totalPositionMM: '0',
      unrealisedPnl: amount(ofMargin(unrealized)),
      cumRealisedPnl: amount(ofMargin(realized)),
      spotHedgingQty: '0',
      marginCollateral: true,
      collateralSwitch: true,
    })),
  };
}

/** Returns a position. The list and the stream have different names for its average price. */
export function positionView(
  { markets }: VenueState,
  account: Account,
  position: Position,
  averageName: 'avgPrice' | 'entryPrice',
  at: number,
): object {
  const market = markets['bybit-linear'];
  const { symbol, amount: size, entryPrice, realizedPnl } = position;
  const instrument = market.instrument(symbol);
  const price = market.prices.price(symbol);
  const leverage = account.wallets['bybit-linear'].leverage(symbol);
  const value = size.abs().times(price);
  const margin = amount(value.div(leverage));
  return {
    positionIdx: 0,
    riskId: 1,
    riskLimitValue: '2000000',
    symbol,
    side: sideOf(position),
    size: quantityText(size.abs(), instrument),
    [averageName]: amount(entryPrice),
    breakEvenPrice: amount(entryPrice),
    positionValue: amount(value),
    tradeMode: 0,
    positionStatus: 'Normal',
    autoAddMargin: 0,
    adlRankIndicator: size.isZero() ? 0 : 2,
    leverage: String(leverage),
    positionBalance: '0',
    markPrice: priceText(price, instrument),
    liqPrice: '',
    bustPrice: '',
    positionIM: margin,
    positionMM: '0',
    tpslMode: 'Full',
    takeProfit: '0',
    stopLoss: '0',
    trailingStop: '0',
    unrealisedPnl: amount(unrealizedPnl(position, market)),
    curRealisedPnl: amount(realizedPnl),
    cumRealisedPnl: amount(realizedPnl),
    seq: market.ledger.lastExecutionId,
    isReduceOnly: false,
    mmrSysUpdatedTime: '',
    leverageSysUpdatedTime: '',
    createdTime: String(at),
    updatedTime: String(at),
  };
}

function sideOf({ amount: size }: Position): string {
  if (size.isZero()) return '';
  return size.isPos() ? 'Buy' : 'Sell';
}

function amount(value: Decimal): string {
  return value.toDecimalPlaces(AMOUNT_DIGITS).toString();
}
