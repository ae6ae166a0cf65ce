import type { ControlCall } from '../../../control/exchange-controls.js';
import type { Engine } from '../../../engine/engine.js';
import { Market, type MarketRules } from '../../../market/market.js';
import { settleInCash } from '../../../market/settle-cash.js';
import { streamPathOf } from '../../../model.js';
import type { ExchangeName } from '../../../names.js';
import type { Exchange } from '../../exchange.js';
import { koreanControls } from './controls.js';
import type { KoreanDialect } from './dialect.js';
import { FEE_TERMS } from './fees.js';
import type { KoreanFront } from './front.js';
import { Nonces } from './nonces.js';
import { controlOf, KoreanRateLimits, type CallGroup, type SecondLimits } from './rate-limits.js';
import { createKoreanRest } from './rest.js';
import type { KoreanRoutes } from './routes.js';
import type { FrameRules } from './stream-events.js';
import { createPrivateStream } from './stream.js';

const IDLE_MS = 120_000;

/** What distinguishes one Korean exchange from the other. */
export interface KoreanTerms extends Pick<
  MarketRules,
  'instruments' | 'firstOrderId' | 'clientIds' | 'endsPartlyFilled'
> {
  readonly name: ExchangeName;
  readonly dialect: KoreanDialect;
  readonly limits: SecondLimits;
  /** The groups' names in the header Remaining-Req; empty if there is no such header. */
  readonly groupLabels: Readonly<Partial<Record<CallGroup, string>>>;
  /** The beginning of all paths of its routes. */
  readonly prefix: string;
  readonly routes: KoreanRoutes;
  /** Control calls that only this exchange has. */
  readonly controls?: (engine: Engine) => Readonly<Record<string, ControlCall>>;
  readonly frames: FrameRules;
}

/** Returns an exchange with one spot market, such as Upbit and Bithumb. */
export function createKoreanExchange(terms: KoreanTerms): Exchange {
  const { name, dialect, instruments, firstOrderId, clientIds, endsPartlyFilled } = terms;
  return {
    name,

    createMarkets: () => [
      new Market({
        name: dialect.market,
        instruments,
        settlement: settleInCash(FEE_TERMS),
        firstOrderId,
        clientIds,
        // Upbit cancels what is left of a market buy. What Bithumb does is not known.
        cancelsUnspent: true,
        refusesUnfillable: false,
        endsUnfilled: 'CANCELLED',
        ...(endsPartlyFilled ? { endsPartlyFilled } : {}),
        endsTaking: 'CANCELLED',
        wireIds: dialect.ids,
      }),
    ],

    createFront(engine, { streamIdleMs: idleMs = IDLE_MS }) {
      const limits = new KoreanRateLimits(terms.limits, terms.groupLabels);
      const front: KoreanFront = { engine, dialect, limits, nonces: new Nonces() };
      const path = streamPathOf(dialect.market);
      return {
        rest: [createKoreanRest(front, terms.prefix, terms.routes)],
        streams: [createPrivateStream(front, { path, idleMs, frames: terms.frames })],
        limits: { [dialect.market]: controlOf(limits) },
        controls: { ...koreanControls(name, engine), ...terms.controls?.(engine) },
      };
    },
  };
}
