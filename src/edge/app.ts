/*
 * The edge: HTTP in, server-sent events out.
 *
 * Entry points: `runEdge` (main.ts) opens what the process needs and listens; `createApp` (here)
 * puts the routers together and opens nothing.
 *
 *   webhook.ts, orders.ts     who asks for an order, a cancel
 *   body.ts, order-body.ts    bytes -> an order in our words, or a problem that names the field
 *   acceptance.ts, inbox.ts   an order -> a durable request, once
 *   read.ts, admin.ts         what the tables say
 *   sync.ts                   a comparison with the exchange, now
 *   outbox-reader.ts, sse.ts  the outbox -> event streams; sse-client.ts is one listener
 *   authentication.ts         who may do what; sign-in.ts turns a token into the page's cookie
 *   problem.ts                every answer that is an error
 *   page/                     the operator's page: modules that the browser runs as they are
 *
 * The rest of the product knows the edge by two things only: the request that it stores in
 * `webhook_deliveries`, and the hint that there may be one.
 *
 * E1  The edge keeps no state but its sockets: any number of edges may run, and any may die.
 * E2  It reads by src/queries. It writes the request of an order, and takes failed orders off their
 *     list when an operator says so; all else is written by workers.
 * E3  Only a cancel and a comparison need Temporal: alerts are taken and lists answered without it.
 * E4  Every error is answered as problem JSON with a stable code. What went wrong inside is in the
 *     log under the request's id, never in the answer.
 * E5  A figure of a body stays the text that was sent: it never becomes a float.
 */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import express, { type Express } from 'express';
import helmet from 'helmet';
import { pinoHttp } from 'pino-http';
import { adminRouter } from './admin.js';
import type { EdgeDependencies } from './dependencies.js';
import { healthRouter } from './health.js';
import { ordersRouter } from './orders.js';
import { notFound, problemHandler, refuseNul } from './problem.js';
import { readRouter } from './read.js';
import { sendForm, signInRouter } from './sign-in.js';
import { syncRouter } from './sync.js';
import { webhookRouter } from './webhook.js';

const BODY_LIMIT = '64kb';

/** Builds the edge's HTTP application; the listener is opened elsewhere. */
export function createApp(deps: EdgeDependencies): Express {
  const { authentication, hub } = deps;
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
        // Paths only: headers hold tokens, and a query may hold one.
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
  app.use(healthRouter(deps));
  app.use(signInRouter(authentication));
  const page = fileURLToPath(new URL('./page', import.meta.url));
  app.get('/', (request, response) => {
    if (authentication.roleOf(request)) response.sendFile('index.html', { root: page });
    else sendForm(response, 200);
  });
  app.use('/page', express.static(page));
  app.use(refuseNul);
  app.use(express.raw({ type: () => true, limit: BODY_LIMIT }));
  app.use(webhookRouter(deps));
  app.use(ordersRouter(deps));
  app.use(readRouter(deps));
  app.use(hub.router(authentication));
  app.use(adminRouter(deps));
  app.use(syncRouter(deps));
  app.use(notFound);
  app.use(problemHandler(deps.log));
  return app;
}
