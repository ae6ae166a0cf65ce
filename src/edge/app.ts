import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import express, { type Express } from 'express';
import helmet from 'helmet';
import { pinoHttp } from 'pino-http';
import type { DatabaseConnection } from '../../drizzle/database.js';
import type { Logger } from '../observability/log.js';
import type { Secret } from '../observability/secret.js';
import type { TemporalClient } from '../temporal/client.js';
import { adminRouter } from './admin.js';
import type { Authentication } from './authentication.js';
import { healthRouter } from './health.js';
import type { Inbox } from './inbox.js';
import { ordersRouter } from './orders.js';
import { notFound, problemHandler, refuseNul } from './problem.js';
import { readRouter } from './read.js';
import { sendForm, signInRouter } from './sign-in.js';
import type { SseHub } from './sse.js';
import { syncRouter } from './sync.js';
import { webhookRouter } from './webhook.js';

export interface EdgeDependencies {
  readonly database: DatabaseConnection;
  readonly temporal: TemporalClient;
  readonly inbox: Inbox;
  readonly hub: SseHub;
  readonly authentication: Authentication;
  readonly secretsKey: Secret<Buffer>;
  readonly log: Logger;
}

const BODY_LIMIT = '64kb';

/** Builds the edge's HTTP application; the listener is opened elsewhere. */
export function createApp(deps: EdgeDependencies): Express {
  const { db } = deps.database;
  const { authentication, inbox, hub } = deps;
  const { client } = deps.temporal;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(
    pinoHttp({
      logger: deps.log,
      genReqId: () => randomUUID(),
      // One line for what went wrong; a line per alert would drown it.
      customLogLevel: (_request, response, error) =>
        error || response.statusCode >= 500 ? 'error' : 'debug',
      serializers: {
        // Paths only: a query may hold a token, headers do.
        req: (request: { id: unknown; method: string; url: string }) => ({
          id: request.id,
          method: request.method,
          path: request.url.split('?')[0],
        }),
        res: (response: { statusCode: number }) => ({ status: response.statusCode }),
      },
    }),
  );
  app.use(
    helmet({
      // Served over plain HTTP on the loopback interface unless a proxy adds TLS.
      strictTransportSecurity: false,
      contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
    }),
  );
  app.use(healthRouter({ db, temporal: deps.temporal }));
  app.use(signInRouter(authentication));
  app.get('/', (request, response, next) => {
    if (authentication.roleOf(request)) next();
    else sendForm(response, 200);
  });
  const page = fileURLToPath(new URL('./page', import.meta.url));
  app.get('/', (_request, response) => response.sendFile('index.html', { root: page }));
  app.use('/page', express.static(page));
  app.use(refuseNul);
  app.use(express.raw({ type: () => true, limit: BODY_LIMIT }));
  app.use(webhookRouter({ db, inbox, secretsKey: deps.secretsKey }));
  app.use(ordersRouter({ db, client, inbox, authentication }));
  app.use(readRouter({ db, authentication }));
  app.use(hub.router(authentication));
  app.use(adminRouter({ db, authentication, hub }));
  app.use(syncRouter({ db, client, authentication }));
  app.use(notFound);
  app.use(problemHandler(deps.log));
  return app;
}
