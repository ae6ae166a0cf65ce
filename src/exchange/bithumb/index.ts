import ccxt from 'ccxt';
import { koreanAdapter } from '../kit/korean/adapter.js';
import { dialect } from './dialect.js';
import { failureRules } from './failure-rules.js';
import { limits } from './limits.js';
import { markets } from './markets.js';
import { stream } from './stream.js';
import { bithumbSymbols } from './symbols.js';

/** Bithumb: spot only, API generation 2. */
export const bithumb = koreanAdapter({
  symbols: bithumbSymbols,
  failureRules,
  client: ccxt.bithumb,
  dialect,
  limits,
  markets,
  stream,
});
