import type { Account } from '../../market/accounts.js';
import type { Market } from '../../market/market.js';
import type { Position } from '../../model.js';
import {
  availableMargin,
  initialMargin,
  MARGIN_ASSET,
  unrealizedPnl,
} from '../../market/settle-margin.js';
import { ZERO } from '../../decimal.js';
import type { BinanceRequest } from './routes.js';
import { amount } from './wire.js';

/** Answers /fapi/v2/account and /fapi/v3/account. */
export function accountView(request: BinanceRequest): object {
  const market = request.engine.state.markets.futures;
  const account = request.account();
  const { wallet, unrealized, margin, available } = totals(account, market);
  const equity = amount(wallet.plus(unrealized));
  const positions = account.wallets.futures.positions();
  const orderMargin = account.wallets.futures.balance(MARGIN_ASSET).bound;
  const now = request.engine.clock.now();
  return {
    feeTier: 0,
    canTrade: true,
    canDeposit: true,
    canWithdraw: true,
    multiAssetsMargin: false,
    updateTime: now,
    totalInitialMargin: amount(margin),
    totalWalletBalance: amount(wallet),
    totalUnrealizedProfit: amount(unrealized),
    totalMarginBalance: equity,
    totalCrossWalletBalance: amount(wallet),
    availableBalance: amount(available),
    maxWithdrawAmount: amount(available),
    assets: [
      {
        asset: MARGIN_ASSET,
        walletBalance: amount(wallet),
        unrealizedProfit: amount(unrealized),
        marginBalance: equity,
        maintMargin: amount(ZERO),
        initialMargin: amount(margin),
        positionInitialMargin: amount(margin.minus(orderMargin)),
        openOrderInitialMargin: amount(orderMargin),
        ...crossFields(account, market, now),
      },
    ],
    positions: positions
      .filter(({ amount: size }) => !size.isZero())
      .map((position) => ({
        symbol: position.symbol,
        positionSide: 'BOTH',
        positionAmt: position.amount.toString(),
        entryPrice: amount(position.entryPrice),
        unrealizedProfit: amount(unrealizedPnl(position, market)),
        isolatedMargin: '0',
        isolated: false,
        leverage: String(account.wallets.futures.leverage(position.symbol)),
        notional: amount(position.amount.times(market.prices.price(position.symbol))),
        isolatedWallet: '0',
        initialMargin: '0',
        maintMargin: '0',
        updateTime: now,
      })),
  };
}

/** Answers /fapi/v2/balance and /fapi/v3/balance. */
export function balanceView(request: BinanceRequest): object[] {
  const market = request.engine.state.markets.futures;
  const account = request.account();
  return [
    {
      accountAlias: 'main',
      asset: MARGIN_ASSET,
      balance: amount(totals(account, market).wallet),
      ...crossFields(account, market, request.engine.clock.now()),
    },
  ];
}

/** Returns the fields that account and balance share for an asset. */
function crossFields(account: Account, market: Market, now: number): object {
  const { wallet, unrealized, available } = totals(account, market);
  return {
    crossWalletBalance: amount(wallet),
    crossUnPnl: amount(unrealized),
    availableBalance: amount(available),
    maxWithdrawAmount: amount(available),
    marginAvailable: true,
    // Clients would skip the asset if this were zero.
    updateTime: now,
  };
}

/** Answers /fapi/v2/positionRisk: all symbols, with or without a position. */
export function positionRiskWithAll(request: BinanceRequest): object[] {
  const market = request.engine.state.markets.futures;
  return positionRisk(request, [...market.instruments.keys()]);
}

/** Answers /fapi/v3/positionRisk: the symbols with a position. */
export function positionRiskWithOpen(request: BinanceRequest): object[] {
  const held = request.account().wallets.futures.positions();
  return positionRisk(
    request,
    held.filter(({ amount: size }) => !size.isZero()).map(({ symbol }) => symbol),
  );
}

function positionRisk(request: BinanceRequest, symbols: readonly string[]): object[] {
  const market = request.engine.state.markets.futures;
  const funds = request.account().wallets.futures;
  const wanted = request.parameters.text('symbol');
  return symbols
    .filter((symbol) => wanted === undefined || symbol === wanted)
    .map((symbol) => {
      const position: Position = funds.position(symbol);
      const markPrice = market.prices.price(symbol);
      return {
        symbol,
        positionSide: 'BOTH',
        positionAmt: position.amount.toString(),
        entryPrice: amount(position.entryPrice),
        breakEvenPrice: amount(position.entryPrice),
        markPrice: amount(markPrice),
        unRealizedProfit: amount(unrealizedPnl(position, market)),
        liquidationPrice: '0',
        leverage: String(funds.leverage(symbol)),
        marginType: 'cross',
        isolatedMargin: '0.00000000',
        isAutoAddMargin: 'false',
        marginAsset: MARGIN_ASSET,
        notional: amount(position.amount.times(markPrice)),
        isolatedWallet: '0',
        updateTime: request.engine.clock.now(),
      };
    });
}

function totals(
  account: Account,
  market: Market,
): Record<'wallet' | 'unrealized' | 'margin' | 'available', Position['amount']> {
  const funds = account.wallets.futures;
  const unrealized = funds
    .positions()
    .reduce((sum, position) => sum.plus(unrealizedPnl(position, market)), ZERO);
  return {
    wallet: funds.balance(MARGIN_ASSET).free,
    unrealized,
    margin: initialMargin(account, market),
    available: availableMargin(account, market),
  };
}
