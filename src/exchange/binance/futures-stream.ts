import { z } from 'zod';
import type { ExchangeAccount, OpenStream } from '../exchange.js';
import { bindCalls } from '../kit/ccxt-client.js';
import { ExchangeCalls } from '../kit/exchange-calls.js';
import { parseFrame } from '../kit/frames.js';
import { rateBudgetOf } from '../kit/limits/rate-budget.js';
import { connectionOn, LiveSocket } from '../kit/live-socket.js';
import { anyObject } from '../kit/values.js';
import { createClient } from './client.js';
import { errorSource } from './codes.js';
import { FrameReader } from './frames.js';
import type { BinanceMarkets } from './markets.js';

/** The routed URL. Binance announced that the old `/ws/<key>` would end in April 2026. */
const REAL_URL = 'wss://fstream.binance.com/private/ws';
const CALL_TIMEOUT_MS = 10_000;
/** The server pings only every 3 minutes; our own pings notice a dead peer sooner. */
const PING_INTERVAL_MS = 10_000;
const SILENCE_LIMIT_MS = 30_000;

const listenKeyAnswer = z.object({ listenKey: z.string().min(1) });

/**
 * USDⓈ-M futures user data. REST issues a listen key, the socket carries it, and PUT keeps it
 * alive. Source: developers.binance.com, "User Data Streams" (USDⓈ-M futures).
 */
export function futuresStream(account: ExchangeAccount, markets: BinanceMarkets): OpenStream {
  const keys = listenKeys(account, markets);
  return async (handlers, signal, symbols) => {
    await markets.ready();
    markets.remember(symbols);
    const reader = new FrameReader(markets, handlers);
    const listenKey = await keys.create();
    let messages = 0;
    let end: (reason: string) => void = () => {};
    const socket = await LiveSocket.open(
      {
        url: `${account.streamUrl ?? REAL_URL}?listenKey=${encodeURIComponent(listenKey)}`,
        pingIntervalMs: PING_INTERVAL_MS,
        silenceLimitMs: SILENCE_LIMIT_MS,
        connectTimeoutMs: CALL_TIMEOUT_MS,
        onText: (text) => {
          messages += 1;
          const frame = parseFrame('binance', text, handlers);
          if (frame === undefined) return;
          // After listenKeyExpired the socket stays open but silent, so this counts as a
          // disconnect.
          const ended = reader.read(frame);
          if (ended !== undefined) end(ended);
        },
      },
      signal,
    );
    end = (reason) => socket.end(reason);
    return { ...connectionOn(socket, () => messages), renew: () => keys.extend() };
  };
}

interface ListenKeys {
  /** Resolves with a new key, or with the earlier one, extended, if that is still valid. */
  create(): Promise<string>;
  /** Extends the key by 60 minutes. Fails with -1125 if the key has expired. */
  extend(): Promise<void>;
}

function listenKeys(account: ExchangeAccount, markets: BinanceMarkets): ListenKeys {
  const budget = rateBudgetOf(account, markets.limits);
  const calls = new ExchangeCalls({ ...errorSource('FUTURES'), budget });
  const client = createClient(account, {
    credentials: account.credentials.reveal(),
    timeoutMs: CALL_TIMEOUT_MS,
    onAnswer: budget.onAnswer,
  });
  const { create, extend } = bindCalls(client, {
    create: 'fapiPrivatePostListenKey',
    extend: 'fapiPrivatePutListenKey',
  });
  // High priority, because a stream saves more calls than it costs.
  const kind = { timeoutMs: CALL_TIMEOUT_MS, priority: 'order' as const };
  return {
    create: async () => {
      const creating = { ...kind, call: 'POST listenKey', schema: listenKeyAnswer };
      return (await calls.ask(creating, () => create({}))).listenKey;
    },
    extend: async () => {
      const extending = { ...kind, call: 'PUT listenKey', schema: anyObject };
      await calls.ask(extending, () => extend({}));
    },
  };
}
