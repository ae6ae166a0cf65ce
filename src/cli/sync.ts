import type { Command } from 'commander';
import { listAccounts } from '../accounts/accounts.js';
import type { SyncReport } from '../domain/sync-report.js';
import { terminalContext, withDatabase, type CommandContext } from './context.js';
import { JSON_OPTION, printResult, type OutputOptions } from './output.js';

interface SyncOptions extends OutputOptions {
  readonly account: string;
}

/** Adds `sync --account ID`. */
export function registerSyncCommand(
  program: Command,
  context: CommandContext = terminalContext,
): void {
  program
    .command('sync')
    .description('compare the open orders of an account with the exchange now')
    .requiredOption('--account <id>', 'which account')
    .option(...JSON_OPTION)
    .action((options: SyncOptions) => sync(context, options));
}

async function sync(context: CommandContext, options: SyncOptions): Promise<void> {
  const report = await withDatabase(context, async (db, config) => {
    const account = (await listAccounts(db)).find(({ id }) => String(id) === options.account);
    if (!account) {
      throw new Error(
        `--account must be the number of an account, was "${options.account}"; ` +
          '`filltrail account list` names them',
      );
    }
    // Loaded only here: the Temporal client takes a second to load.
    const [{ connectClient }, { syncAccountNow }] = await Promise.all([
      import('../temporal/client.js'),
      import('../temporal/sync-account.js'),
    ]);
    const temporal = connectClient(config);
    try {
      await temporal.refuseForeign();
      const outcome = await syncAccountNow(temporal.client, account.id);
      switch (outcome.kind) {
        case 'compared':
          return outcome.report;
        case 'failed':
          throw new Error(`nothing was compared: ${outcome.problem}`);
        case 'not_answered':
          throw new Error('no worker has answered; start one, or try again in a few seconds');
      }
    } finally {
      await temporal.close();
    }
  });
  printResult(context, options, report, () => describe(report));
}

function describe({ inserted, updated, resolved }: SyncReport): string {
  const line = (what: string, ids: readonly string[]) =>
    `${what}: ${ids.length === 0 ? 'none' : ids.join(', ')}`;
  return [
    line('adopted, placed outside', inserted),
    line('filled further than we knew', updated),
    line('not open on the exchange any more', resolved),
  ].join('\n');
}
