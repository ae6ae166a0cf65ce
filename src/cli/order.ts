import type { Command } from 'commander';
import type { Database } from '../../drizzle/database.js';
import { listAllOrders } from '../queries/all-orders.js';
import { describeFault } from '../domain/denial.js';
import { isTerminal } from '../domain/order.js';
import { readListFilter, type ListFilter } from '../queries/filter.js';
import { findOrder, type OrderLookup } from '../queries/find-order.js';
import { listOpenOrders } from '../queries/order-lists.js';
import type { FoundOrder, OrderSummary } from '../queries/order-summary.js';
import { readTimeline } from '../queries/order-timeline.js';
import { formatTable } from '../text-table.js';
import { terminalContext, withDatabase, type CommandContext } from './context.js';
import { formatTimeline } from './order-timeline.js';
import { formatTime, JSON_OPTION, printResult, type OutputOptions } from './output.js';

interface ListOptions extends OutputOptions {
  readonly all?: boolean;
  readonly account?: string;
  readonly strategy?: string;
  readonly symbol?: string;
  readonly limit?: string;
}

interface OneOrderOptions extends OutputOptions {
  readonly account?: string;
  readonly yes?: boolean;
}

/** What a command does with one order. The order is named by its client order id. */
type OneOrderAction = (
  context: CommandContext,
  clientOrderId: string,
  options: OneOrderOptions,
) => Promise<void>;

/** Adds `order list|show|cancel|abandon|resync`. */
export function registerOrderCommands(
  program: Command,
  context: CommandContext = terminalContext,
): void {
  const order = program.command('order').description('orders');
  order
    .command('list')
    .description('list the open orders, or with --all the ended ones too')
    .option('--all', 'ended orders too')
    .option('--account <id>', 'of this account')
    .option('--strategy <name>', 'of this strategy')
    .option('--symbol <symbol>', 'in this market')
    .option('--limit <rows>', 'at most this many, 100 unless told')
    .option(...JSON_OPTION)
    .action((options: ListOptions) => list(context, options));
  const addCommand = (word: string, description: string, act: OneOrderAction) =>
    order
      .command(word)
      .description(description)
      .argument('<client-order-id>')
      .option('--account <id>', 'where two accounts use the same id')
      .option(...JSON_OPTION)
      .action((id: string, options: OneOrderOptions) => act(context, id, options));
  addCommand('show', 'show an order and everything that happened to it', show);
  addCommand('cancel', 'cancel an order on the exchange and wait for its answer', cancel);
  addCommand('abandon', 'end an order here, without the exchange', abandon).option(
    '--yes',
    'without asking',
  );
  addCommand('resync', 'have an open order look at the exchange now', resync);
}

type ListRow = Omit<OrderSummary, 'averagePrice' | 'reason'>;

async function list(context: CommandContext, options: ListOptions): Promise<void> {
  const filter = readFilter(options);
  const rows = await withDatabase<readonly ListRow[]>(context, (db) =>
    options.all ? listAllOrders(db, filter) : listOpenOrders(db, filter),
  );
  printResult(context, options, rows, () =>
    formatTable(
      rows,
      [
        { title: 'CLIENT ORDER ID', value: (row) => row.clientOrderId },
        { title: 'STRATEGY', value: (row) => row.strategy },
        { title: 'SYMBOL', value: (row) => row.symbol },
        { title: 'SIDE', value: (row) => row.side },
        { title: 'TYPE', value: (row) => row.orderType },
        { title: 'PRICE', isNumber: true, value: (row) => row.price },
        { title: 'QUANTITY', isNumber: true, value: (row) => row.quantity },
        { title: 'FILLED', isNumber: true, value: (row) => row.filledQuantity },
        { title: 'STATUS', value: (row) => row.status },
        options.all
          ? { title: 'CHANGED (UTC)', value: (row) => formatTime(row.updatedAt) }
          : { title: 'SINCE (UTC)', value: (row) => formatTime(row.createdAt) },
      ],
      options.all ? 'no orders' : 'no open orders; --all shows the ended ones too',
    ),
  );
}

const show: OneOrderAction = async (context, id, options) => {
  const lookup = lookupOf(id, options);
  const { order, timeline } = await withDatabase(context, async (db) => {
    const found = await findOrThrow(db, lookup);
    return { order: found, timeline: await readTimeline(db, found) };
  });
  printResult(context, options, { order, ...timeline }, () => formatTimeline(order, timeline));
};

const cancel: OneOrderAction = async (context, id, options) => {
  const lookup = lookupOf(id, options);
  const progress = await withDatabase(context, async (db, config) => {
    const order = await findOrThrow(db, lookup);
    // Loaded only here: the Temporal client takes a second to load.
    const { cancelOrThrow } = await import('./cancel-or-throw.js');
    return cancelOrThrow(db, config, order);
  });
  printResult(context, options, { clientOrderId: id, ...progress }, () => {
    const filled = progress.filledQuantity === '0' ? 'nothing' : progress.filledQuantity;
    return `order ${id} is ${progress.status}, ${filled} was filled`;
  });
};

const abandon: OneOrderAction = async (context, id, options) => {
  const lookup = lookupOf(id, options);
  const { order, progress } = await withDatabase(context, async (db, config) => {
    const found = await findOrThrow(db, lookup);
    // One that has ended is not asked about, only reported.
    if (!isTerminal(found.status)) await confirmAbandon(context, found, options);
    const { abandonOrThrow } = await import('./cancel-or-throw.js');
    return { order: found, progress: await abandonOrThrow(db, config, found) };
  });
  printResult(context, options, { clientOrderId: id, ...progress }, () => {
    const filled = progress.filledQuantity === '0' ? 'nothing' : progress.filledQuantity;
    return `order ${id} is ${progress.status} here, ${filled} was filled.\n${riskOf(order)}`;
  });
};

/** Returns what an operator risks who ends an order here. */
function riskOf({ side, quantity, symbol }: FoundOrder): string {
  return (
    `Nothing is cancelled on the exchange: if ${side} ${quantity} ${symbol} lives on there, it can ` +
    "still fill, and such fills are counted as late ones. Look at the exchange's own page."
  );
}

/** @throws Error when the operator does not confirm */
async function confirmAbandon(
  context: CommandContext,
  order: FoundOrder,
  { yes }: OneOrderOptions,
): Promise<void> {
  if (yes) return;
  const risk = riskOf(order);
  const answer = await context.ask(`${risk}\nEnd the order here? Type yes: `);
  if (answer === 'yes') return;
  throw new Error(`not confirmed, nothing was changed. ${risk} To confirm, add --yes`);
}

const resync: OneOrderAction = async (context, id, options) => {
  const lookup = lookupOf(id, options);
  await withDatabase(context, async (db, config) => {
    const order = await findOrThrow(db, lookup);
    const { resyncOrder } = await import('./resync-order.js');
    await resyncOrder(config, order);
  });
  printResult(context, options, { clientOrderId: id, isAsked: true }, () => {
    return `order ${id} looks at the exchange now; \`order show\` tells what it finds`;
  });
};

function lookupOf(clientOrderId: string, options: OneOrderOptions): OrderLookup {
  return { clientOrderId, accountId: readFilter(options).accountId };
}

async function findOrThrow(db: Database, lookup: OrderLookup): Promise<FoundOrder> {
  const order = await findOrder(db, lookup);
  if (order) return order;
  throw new Error(
    `client order id must be of a known order, was "${lookup.clientOrderId}"; ` +
      'see `order list --all`',
  );
}

function readFilter({ account, strategy, symbol, limit }: ListOptions): ListFilter {
  const reading = readListFilter({ accountId: account, strategy, symbol, limit });
  if ('filter' in reading) return reading.filter;
  const { field, expected } = reading.fault;
  const option = field === 'accountId' ? 'account' : field;
  const given = { account, strategy, symbol, limit }[option];
  throw new Error(describeFault({ field: `--${option}`, expected, received: `"${given ?? ''}"` }));
}
