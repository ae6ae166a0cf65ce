import type { Command } from 'commander';
import type { Database } from '../../drizzle/database.js';
import { listAccounts, type AccountSummary } from '../accounts/accounts.js';
import { requireSetting, type Config } from '../config.js';
import { readSnapshot } from '../queries/read-snapshot.js';
import { PATIENT_PAUSES_MS, verify, type Verification } from '../verify/verify.js';
import { readId } from './account.js';
import { terminalContext, withDatabase, type CommandContext } from './context.js';
import { JSON_OPTION, printResult, type OutputOptions } from './output.js';
import { formatVerification } from './verification-report.js';

interface VerifyOptions extends OutputOptions {
  readonly account?: number;
  readonly exchange: boolean;
}

/** The command's exit codes. 0 means that everything was compared and is equal. */
const ExitCode = { differences: 1, notCompared: 3 } as const;

/** Adds `verify`. */
export function registerVerifyCommand(
  program: Command,
  context: CommandContext = terminalContext,
  pausesMs: readonly number[] = PATIENT_PAUSES_MS,
): void {
  program
    .command('verify')
    .description(
      'recompute positions and trades from executions and compare with the exchange; ' +
        'ends with 1 on a difference, with 3 when an exchange could not be asked',
    )
    .option('--account <id>', 'this account only', readId)
    .option('--no-exchange', 'compare the database with itself only')
    .option(...JSON_OPTION)
    .action(async (options: VerifyOptions) => {
      process.exitCode = await run(context, pausesMs, options);
    });
}

async function run(
  context: CommandContext,
  pausesMs: readonly number[],
  options: VerifyOptions,
): Promise<number> {
  const verification = await withDatabase(context, (db, config) =>
    verifyWith(db, config, pausesMs, options),
  );
  const { differences, notCompared } = verification;
  const result = { count: differences.length, ...verification };
  printResult(context, options, result, () => formatVerification(verification));
  if (differences.length > 0) return ExitCode.differences;
  return notCompared.length > 0 ? ExitCode.notCompared : 0;
}

async function verifyWith(
  db: Database,
  config: Config,
  pausesMs: readonly number[],
  { account, exchange }: VerifyOptions,
): Promise<Verification> {
  const inUse = await listAccounts(db);
  const accounts = account === undefined ? inUse : inUse.filter(({ id }) => id === account);
  if (account !== undefined && accounts.length === 0) {
    throw new Error(`--account must be the id of an account in use, was "${account}"`);
  }
  return verify({
    readSnapshot: () => readSnapshot(db, account),
    ...(exchange ? await askedExchanges(db, config, accounts) : notAsked),
    pausesMs,
  });
}

async function askedExchanges(db: Database, config: Config, accounts: readonly AccountSummary[]) {
  const key = requireSetting(config.secretsKey, 'SECRETS_KEY');
  // Loaded only here: both load ccxt, which takes a second.
  const { ExchangeGateway } = await import('../accounts/gateway.js');
  const { adapterOf } = await import('../exchange/registry.js');
  const gateway = new ExchangeGateway(db, key, {
    readTimeoutMs: config.verifyTimeoutMs,
    syncIntervalMs: config.syncIntervalMs,
  });
  return {
    accounts: accounts.map(({ id, name, exchange, marketType }) => {
      const fillsListedForMs = adapterOf(exchange).fillsListedForMs[marketType];
      return { id, name, fillsListedForMs };
    }),
    openRest: (accountId: number) => gateway.restFor(accountId),
  };
}

const notAsked = {
  accounts: [],
  openRest: () => Promise.reject(new Error('no exchange was to be asked')),
};
