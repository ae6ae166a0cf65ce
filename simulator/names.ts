/*
 * The exchanges that the simulator plays, and their markets. It is the one list of them: ports,
 * flags, addresses, help texts and the accounts of the demo follow from it. The product may read
 * this file, so it holds data and types only and imports nothing.
 */

/** One market of an exchange. */
interface MarketRow {
  /** The name that the control interface knows it by. */
  readonly name: string;
  /** Whether assets change hands, or positions in contracts do. */
  readonly type: 'SPOT' | 'FUTURES';
  /** The path of its private stream. */
  readonly streamPath: string;
  /** What prices are in. Assets may be traded for others too. */
  readonly quote: string;
  /** What is traded for that. */
  readonly assets: readonly string[];
}

/** One exchange, which has a port of its own. */
interface ExchangeRow {
  readonly name: string;
  /** Its name as people write it. */
  readonly title: string;
  /** One wallet serves all its markets; without, each market has one of its own. */
  readonly hasOneWallet?: boolean;
  /** Fields of a fill that it reports in some places only. */
  readonly unreported?: readonly 'isMaker'[];
  readonly markets: readonly MarketRow[];
}

/** In the order in which ports are given out: at the first one the control interface is, too. */
const TABLE = [
  {
    name: 'binance',
    title: 'Binance',
    markets: [
      {
        name: 'spot', // it was here first, and so needs no exchange in its name
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

/** Every exchange, in the order in which ports are given out. */
export const EXCHANGES: readonly [SimulatedExchange, ...SimulatedExchange[]] = TABLE;

export const EXCHANGE_NAMES: readonly ExchangeName[] = EXCHANGES.map(({ name }) => name);
export const MARKET_NAMES: readonly MarketName[] = EXCHANGES.flatMap(({ markets }) =>
  markets.map(({ name }) => name),
);
