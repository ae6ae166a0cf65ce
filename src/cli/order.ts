import type { Command } from 'commander';
import { listFilterSchema, type ListFilter } from '../queries/filter.js';
import { findOrder } from '../queries/find-order.js';
import { listAllOrders, type ListedOrder } from '../queries/all-orders.js';
import { orderTimeline } from '../queries/order-timeline.js';
import { listOpenOrders } from '../queries/orders.js';
import { terminalContext, withDatabase, type CommandContext } from './context.js';
import { formatTimeline } from './order-timeline.js';
import { formatTable, formatTime, JSON_OPTION, printResult, type OutputOptions } from './output.js';

interface ListOptions extends OutputOptions {
  readonly all?: boolean;
  readonly account?: string;
  readonly strategy?: string;
  readonly symbol?: string;
  readonly limit?: string;
}

interface NameOptions extends OutputOptions {
  readonly account?: string;
}

/** Adds `order list|show|cancel|resync`. */
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
  order
    .command('show')
    .description('show an order and everything that happened to it')
    .argument('<client-order-id>')
    .option('--account <id>', 'where two accounts use the same id')
    .option(...JSON_OPTION)
    .action((id: string, options: NameOptions) => show(context, id, options));
  order
    .command('cancel')
    .description('cancel an order on the exchange and wait for its answer')
    .argument('<client-order-id>')
    .option('--account <id>', 'where two accounts use the same id')
    .option(...JSON_OPTION)
    .action((id: string, options: NameOptions) => cancel(context, id, options));
  order
    .command('resync')
    .description('have an open order look at the exchange now')
    .argument('<client-order-id>')
    .option('--account <id>', 'where two accounts use the same id')
    .option(...JSON_OPTION)
    .action((id: string, options: NameOptions) => resync(context, id, options));
}

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

type ListRow = Omit<ListedOrder, 'averagePrice' | 'reason'>;

async function show(context: CommandContext, id: string, options: NameOptions): Promise<void> {
  const name = { clientOrderId: id, accountId: readFilter(options).accountId };
  const timeline = await withDatabase(context, (db) => orderTimeline(db, name));
  if (!timeline) throw unknownOrder(id);
  printResult(context, options, timeline, () => formatTimeline(timeline));
}

async function cancel(context: CommandContext, id: string, options: NameOptions): Promise<void> {
  const name = { clientOrderId: id, accountId: readFilter(options).accountId };
  const progress = await withDatabase(context, async (db, config) => {
    const order = await findOrder(db, name);
    if (!order) throw unknownOrder(id);
    // Loaded here only: the Temporal client takes a second to load.
    const { cancelOrder } = await import('./cancel-order.js');
    return cancelOrder(db, config, order);
  });
  printResult(context, options, { clientOrderId: id, ...progress }, () => {
    const filled = progress.filledQuantity === '0' ? 'nothing' : progress.filledQuantity;
    return `order ${id} is ${progress.status}, ${filled} was filled`;
  });
}

async function resync(context: CommandContext, id: string, options: NameOptions): Promise<void> {
  const name = { clientOrderId: id, accountId: readFilter(options).accountId };
  await withDatabase(context, async (db, config) => {
    const order = await findOrder(db, name);
    if (!order) throw unknownOrder(id);
    const { resyncOrder } = await import('./resync-order.js');
    await resyncOrder(config, order);
  });
  printResult(context, options, { clientOrderId: id, isAsked: true }, () => {
    return `order ${id} looks at the exchange now; \`order show\` tells what it finds`;
  });
}

function readFilter({ account, strategy, symbol, limit }: ListOptions): ListFilter {
  const parsed = listFilterSchema.safeParse({ accountId: account, strategy, symbol, limit });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const option = String(issue?.path[0]).replace('accountId', 'account');
  const given = { account, strategy, symbol, limit }[option];
  throw new Error(`--${option} ${issue?.message ?? 'must be readable'}, was "${given ?? ''}"`);
}

function unknownOrder(clientOrderId: string): Error {
  return new Error(
    `client order id must be of a known order, was "${clientOrderId}"; see \`order list --all\``,
  );
}
