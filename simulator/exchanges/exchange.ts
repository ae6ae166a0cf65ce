import type { ControlCall, LimitControl } from '../control/exchange-controls.js';
import type { Engine } from '../engine/engine.js';
import type { Market } from '../market/market.js';
import type { ExchangeName, MarketName } from '../names.js';
import type { VenueOptions } from '../options.js';
import type { RestApi } from '../server/rest-api.js';
import type { StreamApi } from '../server/stream-api.js';

/** One exchange as clients reach it, and what the control interface can change of it. */
export interface ExchangeFront {
  readonly rest: readonly RestApi[];
  readonly streams: readonly StreamApi[];
  /** Of the markets whose limits can be changed. */
  readonly limits?: Partial<Record<MarketName, LimitControl>>;
  /** What can be controlled on this exchange only, by "METHOD path". */
  readonly controls?: Readonly<Record<string, ControlCall>>;
  /** The codes among which a fault may choose an unclear answer. */
  readonly unclearCodes?: readonly number[];
}

/** How long this and that lasts, where it is to differ from what the exchange does. */
export type ExchangeTimes = Pick<VenueOptions, 'pingIntervalMs' | 'streamIdleMs'>;

/** An exchange that the venue plays: its markets, empty, and its front on top of the engine. */
export interface Exchange {
  readonly name: ExchangeName;
  createMarkets(): readonly Market[];
  createFront(engine: Engine, times: ExchangeTimes): ExchangeFront;
}
