/*
 * The exchanges that the simulator plays, and their markets. This is the only list of them (V9):
 * ports, flags, addresses, help texts and the accounts of the demo are derived from it. The product
 * may read this file, so it contains only data and types and imports nothing.
 */

/** One market of an exchange. */
interface MarketRow {
  /** Its name on the control interface. */
  readonly name: string;
  /** Whether assets are exchanged, or positions in contracts are held. */
  readonly type: 'SPOT' | 'FUTURES';
  /** The path of its private stream. */
  readonly streamPath: string;
  /** The asset that prices are in. Some assets are traded for others, too. */
  readonly quote: string;
  /** What is traded for that asset. */
  readonly assets: readonly string[];
}

/** One exchange, which has a port of its own. */
interface ExchangeRow {
  readonly name: string;
  /** Its name as people write it. */
  readonly title: string;
  /** Whether one wallet serves all its markets. If not, each market has its own. */
  readonly hasOneWallet?: boolean;
  /** The fields of a fill that it reports in some places only. */
  readonly unreported?: readonly 'isMaker'[];
  /** Whether it reports the time of a fill to the second in some places. */
  readonly roundsTimes?: boolean;
  readonly markets: readonly MarketRow[];
}

/** In the order of their ports. The first one's port also serves the control interface. */
const TABLE = [
  {
    name: 'binance',
    title: 'Binance',
    markets: [
      {
        name: 'spot', // the first market, from before names included the exchange
        type: 'SPOT',
        streamPath: '/ws-api/v3',
        quote: 'USDT',
        assets: ['BTC', 'ETH', 'SOL', 'BNB'],
      },
      {
        name: 'futures',
        type: 'FUTURES',
        streamPath: '/private/ws',
        quote: 'USDT',
        assets: ['BTC', 'ETH', 'SOL', 'BNB'],
      },
    ],
  },
  {
    name: 'bybit',
    title: 'Bybit',
    hasOneWallet: true,
    markets: [
      {
        name: 'bybit-spot',
        type: 'SPOT',
        streamPath: '/v5/private',
        quote: 'USDT',
        assets: ['BTC', 'ETH', 'SOL', 'XRP'],
      },
      {
        name: 'bybit-linear',
        type: 'FUTURES',
        streamPath: '/v5/private',
        quote: 'USDT',
        assets: ['BTC', 'ETH', 'SOL', 'XRP'],
      },
    ],
  },
  {
    name: 'upbit',
    title: 'Upbit',
    unreported: ['isMaker'],
    markets: [
      {
        name: 'upbit',
        type: 'SPOT',
        streamPath: '/websocket/v1/private',
        quote: 'KRW',
        assets: ['BTC', 'ETH', 'SOL', 'XRP', 'USDT', 'DOGE'],
      },
    ],
  },
  {
    name: 'bithumb',
    title: 'Bithumb',
    unreported: ['isMaker'],
    roundsTimes: true,
    markets: [
      {
        name: 'bithumb',
        type: 'SPOT',
        streamPath: '/websocket/v2/private',
        quote: 'KRW',
        assets: ['BTC', 'ETH', 'SOL', 'XRP', 'USDT', 'DOGE'],
      },
    ],
  },
] as const satisfies readonly ExchangeRow[];

type Table = (typeof TABLE)[number];

export type ExchangeName = Table['name'];
export type MarketName = Table['markets'][number]['name'];
/** The names of one exchange's markets. */
export type MarketOf<E extends ExchangeName> = Extract<
  Table,
  { readonly name: E }
>['markets'][number]['name'];

export interface SimulatedMarket extends MarketRow {
  readonly name: MarketName;
}

export interface SimulatedExchange extends ExchangeRow {
  readonly name: ExchangeName;
  readonly markets: readonly SimulatedMarket[];
}

/** All exchanges, in the order of their ports. */
export const EXCHANGES: readonly [SimulatedExchange, ...SimulatedExchange[]] = TABLE;

export const EXCHANGE_NAMES: readonly ExchangeName[] = EXCHANGES.map(({ name }) => name);
export const MARKET_NAMES: readonly MarketName[] = EXCHANGES.flatMap(({ markets }) =>
  markets.map(({ name }) => name),
);
