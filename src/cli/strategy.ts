import type { Command } from 'commander';
import { addStrategy, newStrategySecrets, setStrategyPaused } from '../accounts/strategies.js';
import { requireSetting } from '../config.js';
import { listStrategies, type ListedStrategy } from '../queries/strategies.js';
import { formatTable } from '../text-table.js';
import { readId, readName } from './account.js';
import { terminalContext, withDatabase, type CommandContext } from './context.js';
import { formatFacts, formatTime, JSON_OPTION, printResult, type OutputOptions } from './output.js';

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
  const rows = await withDatabase(context, listStrategies);
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

function stateOf({ accountRemoved, paused }: ListedStrategy): string {
  if (accountRemoved) return 'account removed';
  return paused ? 'paused' : 'trading';
}

async function setPaused(
  context: CommandContext,
  nameOrId: string,
  paused: boolean,
  options: OutputOptions,
): Promise<void> {
  const changed = await withDatabase(context, (db) => setStrategyPaused(db, nameOrId, paused));
  printResult(context, options, changed, () =>
    paused
      ? `strategy "${changed.name}" is paused: new orders are denied, open ones are still tracked`
      : `strategy "${changed.name}" takes orders again`,
  );
}
