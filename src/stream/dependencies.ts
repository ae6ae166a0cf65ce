import type { Client } from '@temporalio/client';
import type { Database } from '../../drizzle/database.js';
import type { ExchangeAccount, ExchangeAdapter, OpenStream } from '../exchange/exchange.js';
import type { Logger } from '../observability/log.js';
import type { Secret } from '../observability/secret.js';
import type { ConnectionTiming } from './connections.js';
import type { References } from './reference-watch.js';

/** How long connections and markets are kept. */
export interface StreamTiming extends ConnectionTiming {
  /** How long a stream, or a market of it, is kept after its last open order. */
  readonly lingerMs: number;
}

/** The part of the exchanges that streams use. */
export interface StreamExchanges {
  openStream(account: ExchangeAccount): OpenStream;
  scopeOf(account: ExchangeAccount): ExchangeAdapter['streamScope'];
}

/** What is needed to hold an account's stream. */
export interface HoldingDependencies {
  readonly db: Database;
  readonly client: Client;
  readonly secretsKey: Secret<Buffer>;
  readonly log: Logger;
  readonly references: References;
  readonly exchanges: StreamExchanges;
  readonly timing: StreamTiming;
  /** The name of this process. */
  readonly worker: string;
}
