import ccxt from 'ccxt';
import { koreanAdapter } from '../kit/korean/adapter.js';
import { dialect } from './dialect.js';
import { failureRules } from './failure-rules.js';
import { limits } from './limits.js';
import { markets } from './markets.js';
import { stream } from './stream.js';
import { upbitSymbols } from './symbols.js';

/** Upbit: spot only, with KRW, BTC and USDT markets. */
export const upbit = koreanAdapter({
  symbols: upbitSymbols,
  failureRules,
  client: ccxt.upbit,
  dialect,
  limits,
  markets,
  stream,
});
