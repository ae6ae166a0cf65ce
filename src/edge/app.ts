/*
 * The edge: HTTP in, server-sent events out.
 *
 * Entry points: `runEdge` (main.ts) opens what the process needs and listens; `createApp` (here)
 * assembles the routers and opens nothing.
 *
 *   webhook.ts, orders.ts     accept orders and cancels
 *   body.ts, order-body.ts    turn bytes into an order, or a problem that names the field
 *   acceptance.ts, inbox.ts   turn an order into a durable request, once
 *   read.ts, admin.ts         return what the tables say
 *   sync.ts                   starts a comparison with the exchange
 *   outbox-reader.ts, sse.ts  turn the outbox into event streams; sse-client.ts is one listener
 *   authentication.ts         decides who may do what; sign-in.ts sets the page's cookie
 *   problem.ts                contains every answer that is an error
 *   page/                     the operator's page: modules that the browser runs as they are
 *
 * Only two things connect the edge with the rest of the product: the request that it stores in
 * `webhook_deliveries`, and the hint that there may be one.
 *
 * E1  The edge keeps no state except its sockets. Any number of edges may run, and any may die.
 * E2  It reads by src/queries and src/accounts. It writes two things: it stores the requests of
 *     orders, and it removes failed orders from their list when an operator asks for that. Workers
 *     write everything else.
 * E3  Only a cancel and a comparison need Temporal. Without it, alerts are accepted and lists are
 *     answered.
 * E4  Every error of the API is answered as problem JSON with a stable code. Internal details go to
 *     the log under the request's id, never into the answer.
 * E5  A figure in a body stays the text that was sent. It never becomes a float.
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

/** Builds the edge's HTTP application. The caller opens the listener. */
export function createApp(deps: EdgeDependencies): Express {
  const { authentication, hub } = deps;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(
    pinoHttp({
      logger: deps.log,
      genReqId: () => randomUUID(),
      // Failures log one line each. A line for every alert would drown them.
      customLogLevel: (_request, response, error) =>
        error || response.statusCode >= 500 ? 'error' : 'debug',
      serializers: {
        // Only paths are logged: headers contain tokens, and a query may contain one.
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
      // The edge is served over plain HTTP on the loopback interface unless a proxy adds TLS.
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
