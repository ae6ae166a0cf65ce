import type { ControlCall, LimitControl } from '../control/exchange-controls.js';
import type { Engine } from '../engine/engine.js';
import type { Market } from '../market/market.js';
import type { ExchangeName, MarketName } from '../names.js';
import type { VenueOptions } from '../options.js';
import type { RestApi } from '../server/rest-api.js';
import type { StreamApi } from '../server/stream-api.js';

/** One exchange as clients see it, and what the control interface can change of it. */
export interface ExchangeFront {
  readonly rest: readonly RestApi[];
  readonly streams: readonly StreamApi[];
  /** The controls of those markets whose limits can be changed. */
  readonly limits?: Partial<Record<MarketName, LimitControl>>;
  /** Control calls that only this exchange has, by "METHOD path". */
  readonly controls?: Readonly<Record<string, ControlCall>>;
  /** The codes of unclear answers that a fault may choose from. */
  readonly unclearCodes?: readonly number[];
}

/** Durations that replace the exchange's own. */
export type ExchangeTimes = Pick<VenueOptions, 'pingIntervalMs' | 'streamIdleMs'>;

/** An exchange that the venue plays: its empty markets, and its front on top of the engine. */
export interface Exchange {
  readonly name: ExchangeName;
  createMarkets(): readonly Market[];
  createFront(engine: Engine, times: ExchangeTimes): ExchangeFront;
}
