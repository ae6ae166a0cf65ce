import type { ExchangeAccount, OpenStream } from '../exchange.js';
import { streamToken } from '../kit/korean/jwt.js';
import type { KoreanMarkets } from '../kit/korean/markets.js';
import { koreanStream } from '../kit/korean/stream.js';
import { readOrder } from './messages.js';

const REAL_URL = 'wss://ws-api.bithumb.com/websocket/v2/private';

/** Bithumb's private stream (v2). `PING` every ten seconds keeps it alive; the answer is `{"status":"UP"}`. */
export function openStream(account: ExchangeAccount, markets: KoreanMarkets): OpenStream {
  return koreanStream({
    exchange: 'bithumb',
    url: account.streamUrl ?? REAL_URL,
    markets,
    token: () => streamToken(account.credentials.reveal(), { timestamp: Date.now() }),
    pingText: 'PING',
    readOrder,
  });
}
