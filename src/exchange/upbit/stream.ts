import type { ExchangeAccount, OpenStream } from '../exchange.js';
import { streamToken } from '../kit/korean/jwt.js';
import type { KoreanMarkets } from '../kit/korean/markets.js';
import { koreanStream } from '../kit/korean/stream.js';
import { readOrder } from './messages.js';

const REAL_URL = 'wss://api.upbit.com/websocket/v1/private';

/** Upbit's private stream. Ping frames keep it alive: that it answers a text is not confirmed. */
export function openStream(account: ExchangeAccount, markets: KoreanMarkets): OpenStream {
  return koreanStream({
    exchange: 'upbit',
    url: account.streamUrl ?? REAL_URL,
    markets,
    token: () => streamToken(account.credentials.reveal()),
    readOrder,
  });
}
