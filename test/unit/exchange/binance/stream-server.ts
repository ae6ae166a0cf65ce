import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import type { MarketType } from '../../../../src/domain/order.js';
import { binance } from '../../../../src/exchange/binance/index.js';
import type { StreamConnection } from '../../../../src/exchange/exchange.js';
import { startServer, type SentAnswer } from '../../../kit/exchange/http-server.js';
import { strictHandlers } from '../../../kit/exchange/handlers.js';
import { accountAt } from './account.js';
import { exchangeInfo } from './fixtures.js';

const symbols = exchangeInfo.symbols.map((symbol) => ({ ...symbol, contractType: 'PERPETUAL' }));

export interface StreamAnswers {
  /** Answers the REST calls for listen keys. */
  readonly listenKey?: (method: string) => SentAnswer;
  /** Answers what is sent on the socket. */
  readonly socket?: (asked: { readonly id: string }) => object;
}

/** Opens the private stream of a Binance whose answers the test makes. It ends with the test. */
export async function openStreamOf(
  marketType: MarketType,
  { listenKey, socket }: StreamAnswers,
): Promise<StreamConnection> {
  const rest = await startServer(({ method, path }) =>
    path.endsWith('/listenKey') && listenKey
      ? listenKey(method)
      : { body: { ...exchangeInfo, symbols } },
  );
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => {
    for (const client of sockets.clients) client.terminate();
    sockets.close();
  });
  sockets.on('connection', (client) => {
    client.on('message', (data: Buffer) => {
      const asked = JSON.parse(data.toString()) as { readonly id: string };
      if (socket) client.send(JSON.stringify(socket(asked)));
    });
  });
  await once(sockets, 'listening');
  const { port } = sockets.address() as AddressInfo;
  const account = accountAt(rest.origin, marketType, { streamUrl: `ws://127.0.0.1:${port}` });
  const open = binance.openStream(account, binance.openMarkets(account));
  return open(strictHandlers, new AbortController().signal, []);
}
