import type { Database } from '../../drizzle/database.js';
import type { Logger } from '../observability/log.js';
import type { Secret } from '../observability/secret.js';
import type { TemporalClient } from '../temporal/client.js';
import type { Authentication } from './authentication.js';
import type { Inbox } from './inbox.js';
import type { SseHub } from './sse.js';

/** What the edge's routers need. Each takes only its own part. */
export interface EdgeDependencies {
  readonly db: Database;
  readonly temporal: TemporalClient;
  readonly inbox: Inbox;
  readonly hub: SseHub;
  readonly authentication: Authentication;
  readonly secretsKey: Secret<Buffer>;
  readonly log: Logger;
}
