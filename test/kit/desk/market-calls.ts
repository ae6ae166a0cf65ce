import type { MarketName } from '../../../simulator/names.js';

/** The names of a market's calls and fields, for faults that concern one of them. */
export interface MarketCalls {
  readonly paths: {
    readonly create: string;
    readonly order: string;
    readonly open: string;
    readonly trades: string;
    readonly listing: string;
  };
  /** The call that cancels. */
  readonly cancel: { readonly method: 'POST' | 'DELETE'; readonly path: string };
  /** The field that an order's answer cannot do without: how much has filled. */
  readonly filledField: string;
  /** The stream's name for the quantity of one fill. */
  readonly lastQuantityField: string;
  /** Figures with as many digits as the market accepts. */
  readonly exact: { readonly quantity: string; readonly price: string };
}

const bybit: MarketCalls = {
  paths: {
    create: '/v5/order/create',
    order: '/v5/order/realtime',
    open: '/v5/order/realtime',
    trades: '/v5/execution/list',
    listing: '/v5/market/instruments-info',
  },
  cancel: { method: 'POST', path: '/v5/order/cancel' },
  filledField: 'cumExecQty',
  lastQuantityField: 'execQty',
  exact: { quantity: '0.12', price: '2399.99' },
};

export const CALLS: Readonly<Record<MarketName, MarketCalls>> = {
  spot: {
    paths: {
      create: '/api/v3/order',
      order: '/api/v3/order',
      open: '/api/v3/openOrders',
      trades: '/api/v3/myTrades',
      listing: '/api/v3/exchangeInfo',
    },
    cancel: { method: 'DELETE', path: '/api/v3/order' },
    filledField: 'executedQty',
    lastQuantityField: 'l',
    exact: { quantity: '0.1234', price: '2399.99' },
  },
  futures: {
    paths: {
      create: '/fapi/v1/order',
      order: '/fapi/v1/order',
      open: '/fapi/v1/openOrders',
      trades: '/fapi/v1/userTrades',
      listing: '/fapi/v1/exchangeInfo',
    },
    cancel: { method: 'DELETE', path: '/fapi/v1/order' },
    filledField: 'executedQty',
    lastQuantityField: 'l',
    exact: { quantity: '0.123', price: '2399.99' },
  },
  'bybit-spot': bybit,
  'bybit-linear': bybit,
  upbit: {
    paths: {
      create: '/v1/orders',
      order: '/v1/order',
      open: '/v1/orders/open',
      trades: '/v1/order',
      listing: '/v1/market/all',
    },
    cancel: { method: 'DELETE', path: '/v1/order' },
    filledField: 'executed_volume',
    lastQuantityField: 'volume',
    exact: { quantity: '0.12345678', price: '3001000' },
  },
  bithumb: {
    paths: {
      create: '/v2/orders',
      order: '/v1/order',
      open: '/v1/orders',
      trades: '/v1/order',
      listing: '/v1/market/all',
    },
    cancel: { method: 'DELETE', path: '/v2/order' },
    filledField: 'executed_volume',
    lastQuantityField: 'trade_quantity',
    exact: { quantity: '0.12345678', price: '3001000' },
  },
};
