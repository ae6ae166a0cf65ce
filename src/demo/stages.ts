import { EXCHANGES, type SimulatedExchange, type SimulatedMarket } from '../../simulator/names.js';
import type { MarketType } from '../domain/order.js';
import { marketId } from '../domain/symbol.js';
import { styleOf } from '../exchange/symbols.js';
import { playIn, type StagePlay } from './plays.js';
import type { VenueMarket } from './venue-control.js';

/** An account on one market of the simulated exchanges, and what is traded there. */
export interface StagePlan extends StagePlay {
  /** The name of the account, and of its strategy. */
  readonly name: string;
  readonly exchange: string;
  readonly marketType: MarketType;
  readonly market: VenueMarket;
  readonly streamPath: string;
  readonly balances: Readonly<Record<string, string>>;
  /**
   * Fields of a fill that only some of the exchange's sources report; the database may lack them.
   */
  readonly unreported: readonly string[];
  /** Whether some sources report the time of a fill to the second. */
  readonly roundsTimes: boolean;
}

/** How much a spot account has of each asset that is traded on its market. */
const HOLDINGS: Readonly<Record<string, string>> = {
  BTC: '20',
  ETH: '200',
  SOL: '2000',
  BNB: '200',
  XRP: '200000',
};

/** Every market of the simulated exchanges. `npm start` has an account on each of them. */
export const STAGES: readonly StagePlan[] = EXCHANGES.flatMap((exchange) =>
  exchange.markets.map((market) => stageOf(exchange, market)),
);

const [usual] = EXCHANGES;

/** The names of the exchanges that the demo can be played on, the default one first. */
export const STAGE_EXCHANGES: readonly string[] = EXCHANGES.map(({ name }) => name);

/** Returns the markets of an exchange. @throws Error naming the known exchanges */
export function stagesOf(exchange: string = usual.name): readonly StagePlan[] {
  const found = STAGES.filter((plan) => plan.exchange === exchange);
  if (found.length > 0) return found;
  throw new Error(`exchange must be one of ${STAGE_EXCHANGES.join(', ')}, was "${exchange}"`);
}

/** Returns a stage's market as its exchange writes it, in alerts and in API calls. */
export function marketOf({ exchange, symbol }: StagePlan): string {
  return marketId(symbol, styleOf(exchange));
}

/** Returns a stage's location for users: the exchange, and `spot` or `futures`. */
export function describeStage({ exchange, marketType }: StagePlan): string {
  return `${exchange} ${marketType.toLowerCase()}`;
}

function stageOf(
  { name: exchange, unreported = [], roundsTimes = false }: SimulatedExchange,
  { name: market, type: marketType, streamPath, quote, assets }: SimulatedMarket,
): StagePlan {
  const { funds, ...play } = playIn(quote);
  const held = marketType === 'SPOT' ? assets : [];
  const holdings = held.flatMap((asset): [string, string][] => {
    const quantity = HOLDINGS[asset];
    return quantity === undefined ? [] : [[asset, quantity]];
  });
  return {
    ...play,
    name: nameOf(market),
    exchange,
    marketType,
    market,
    streamPath,
    balances: { [quote]: funds, ...Object.fromEntries(holdings) },
    unreported,
    roundsTimes,
  };
}

/** Returns the account's name. It omits `spot`, the default of those who name no market. */
function nameOf(market: string): string {
  return ['demo', ...market.split('-').filter((word) => word !== 'spot')].join('-');
}
