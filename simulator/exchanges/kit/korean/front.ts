import type { Engine } from '../../../engine/engine.js';
import type { KoreanDialect } from './dialect.js';
import type { Nonces } from './nonces.js';
import type { KoreanRateLimits } from './rate-limits.js';

/** What an exchange's REST interface and its stream share. */
export interface KoreanFront {
  readonly engine: Engine;
  readonly dialect: KoreanDialect;
  readonly limits: KoreanRateLimits;
  readonly nonces: Nonces;
}
