import { eq, sql } from 'drizzle-orm';
import type { Command } from 'commander';
import type { Database } from '../../drizzle/database.js';
import { accounts, strategies } from '../../drizzle/schema.js';
import { addStrategy, newStrategySecrets } from '../accounts/strategies.js';
import { requireSetting } from '../config.js';
import { readId, readName } from './account.js';
import { terminalContext, withDatabase, type CommandContext } from './context.js';
import {
  formatFacts,
  formatTable,
  formatTime,
  JSON_OPTION,
  printResult,
  type OutputOptions,
} from './output.js';

interface AddOptions extends OutputOptions {
  readonly name: string;
  readonly account: number;
}

/** Adds `strategy add|list|pause|resume`. */
export function registerStrategyCommands(
  program: Command,
  context: CommandContext = terminalContext,
): void {
  const strategy = program.command('strategy').description('strategies, whose alerts make orders');
  strategy
    .command('add')
    .description('add a strategy and print its webhook token, once')
    .requiredOption('--name <name>', 'name that its alerts carry', readName)
    .requiredOption('--account <id>', 'account that its orders go to', readId)
    .option(...JSON_OPTION)
    .action((options: AddOptions) => add(context, options));
  strategy
    .command('list')
    .description('list the strategies')
    .option(...JSON_OPTION)
    .action((options: OutputOptions) => list(context, options));
  strategy
    .command('pause')
    .description('deny new orders of a strategy; open ones are still tracked')
    .argument('<strategy>', 'name or id')
    .option(...JSON_OPTION)
    .action((name: string, options: OutputOptions) => setPaused(context, name, true, options));
  strategy
    .command('resume')
    .description('take orders of a paused strategy again')
    .argument('<strategy>', 'name or id')
    .option(...JSON_OPTION)
    .action((name: string, options: OutputOptions) => setPaused(context, name, false, options));
}

async function add(context: CommandContext, options: AddOptions): Promise<void> {
  const secrets = newStrategySecrets();
  const added = await withDatabase(context, (db, config) =>
    addStrategy(
      db,
      requireSetting(config.secretsKey, 'SECRETS_KEY'),
      { name: options.name, accountId: options.account },
      secrets,
    ),
  );
  printResult(context, options, { ...added, ...secrets }, () =>
    [
      `strategy ${added.id} "${added.name}" added to account ${added.accountId}`,
      formatFacts({
        'webhook token': secrets.token,
        'signing secret': secrets.signingSecret,
      }),
      'keep them now: they are not shown again',
    ].join('\n'),
  );
}

async function list(context: CommandContext, options: OutputOptions): Promise<void> {
  const rows = await withDatabase(context, (db) =>
    db
      .select({
        id: strategies.id,
        name: strategies.name,
        accountId: strategies.accountId,
        account: accounts.name,
        paused: strategies.paused,
        accountRemoved: sql<boolean>`${accounts.removedAt} is not null`,
        createdAt: strategies.createdAt,
      })
      .from(strategies)
      .innerJoin(accounts, eq(strategies.accountId, accounts.id))
      .orderBy(strategies.id),
  );
  printResult(context, options, rows, () =>
    formatTable(
      rows,
      [
        { title: 'ID', isNumber: true, value: ({ id }) => id },
        { title: 'NAME', value: ({ name }) => name },
        { title: 'ACCOUNT', value: (row) => `${row.account} (${row.accountId})` },
        { title: 'STATE', value: (row) => stateOf(row) },
        { title: 'ADDED (UTC)', value: ({ createdAt }) => formatTime(createdAt) },
      ],
      'no strategies; add one with `strategy add`',
    ),
  );
}

function stateOf(row: { paused: boolean; accountRemoved: boolean }): string {
  if (row.accountRemoved) return 'account removed';
  return row.paused ? 'paused' : 'trading';
}

async function setPaused(
  context: CommandContext,
  nameOrId: string,
  paused: boolean,
  options: OutputOptions,
): Promise<void> {
  const row = await withDatabase(context, async (db) => {
    const id = await strategyIdOf(db, nameOrId);
    const [updated] = await db
      .update(strategies)
      .set({ paused })
      .where(eq(strategies.id, id))
      .returning({ id: strategies.id, name: strategies.name, paused: strategies.paused });
    return updated;
  });
  printResult(context, options, row, () =>
    paused
      ? `strategy "${row?.name}" is paused: new orders are denied, open ones are still tracked`
      : `strategy "${row?.name}" takes orders again`,
  );
}

/** A name goes before an id, since a name may be a number. */
async function strategyIdOf(db: Database, nameOrId: string): Promise<number> {
  const rows = await db.select({ id: strategies.id, name: strategies.name }).from(strategies);
  const found =
    rows.find(({ name }) => name === nameOrId) ?? rows.find(({ id }) => String(id) === nameOrId);
  if (!found) throw new Error(`strategy must exist, was "${nameOrId}"; see \`strategy list\``);
  return found.id;
}
