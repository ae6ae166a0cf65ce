import { InvalidArgumentError, type Command } from 'commander';
import { addAccount, listAccounts } from '../accounts/accounts.js';
import { MAX_INTEGER } from '../../drizzle/limits.js';
import { MAX_NAME_LENGTH } from '../accounts/names.js';
import { removeAccount } from '../accounts/remove-account.js';
import { requireSetting } from '../config.js';
import type { MarketType } from '../domain/order.js';
import type { Credentials } from '../exchange/exchange.js';
import { KNOWN_EXCHANGES, unknownExchange } from '../exchange/symbols.js';
import { formatTable } from '../text-table.js';
import { terminalContext, withDatabase, type CommandContext } from './context.js';
import { JSON_OPTION, printResult, type OutputOptions } from './output.js';
import { readRestUrl, readStreamUrl } from './urls.js';

interface AddOptions extends OutputOptions {
  readonly name: string;
  readonly exchange: string;
  readonly market?: MarketType;
  readonly restUrl?: string;
  readonly streamUrl?: string;
  readonly replace?: boolean;
}

/** Adds `account add|list|remove`. */
export function registerAccountCommands(
  program: Command,
  context: CommandContext = terminalContext,
): void {
  const account = program.command('account').description('exchange accounts');
  account
    .command('add')
    .description(
      'add an account; ' +
        'key and secret from FILLTRAIL_API_KEY and FILLTRAIL_API_SECRET, or asked for',
    )
    .requiredOption('--name <name>', 'name of the account', readName)
    .requiredOption('--exchange <exchange>', KNOWN_EXCHANGES.join(', '))
    .option('--market <market>', 'spot or futures; needed where the exchange has both', readMarket)
    .option('--rest-url <url>', 'origin that replaces the exchange’s REST servers')
    .option('--stream-url <url>', 'URL that replaces the exchange’s private stream')
    .option('--replace', 'give an account of this name this key and these URLs')
    .option(...JSON_OPTION)
    .action((options: AddOptions) => add(context, options));
  account
    .command('list')
    .description('list the accounts in use')
    .option(...JSON_OPTION)
    .action((options: OutputOptions) => list(context, options));
  account
    .command('remove')
    .description('take an account out of use; its history stays, its credentials go')
    .argument('<id>', 'id from `account list`', readId)
    .option(...JSON_OPTION)
    .action((id: number, options: OutputOptions) => remove(context, id, options));
}

async function add(context: CommandContext, options: AddOptions): Promise<void> {
  const { name, exchange } = options;
  if (!KNOWN_EXCHANGES.includes(exchange)) {
    throw unknownExchange(exchange, '--exchange');
  }
  // Loaded only here: it loads ccxt, which other commands do not need.
  const { adapterOf } = await import('../exchange/registry.js');
  const marketType = marketTypeOf(exchange, adapterOf(exchange).marketTypes, options.market);
  const restUrl = options.restUrl === undefined ? null : readRestUrl(options.restUrl);
  const streamUrl = options.streamUrl === undefined ? null : readStreamUrl(options.streamUrl);
  const credentials = await askCredentials(context);
  const added = await withDatabase(context, async (db, config) => {
    const isTaken = (await listAccounts(db)).some((known) => known.name === name);
    if (isTaken && !options.replace) {
      throw new Error(
        `account name must be free, was "${name}"; ` +
          'choose another, or give it this key with --replace',
      );
    }
    const key = requireSetting(config.secretsKey, 'SECRETS_KEY');
    const account = { name, exchange, marketType, restUrl, streamUrl, credentials };
    return addAccount(db, key, account);
  });
  printResult(
    context,
    options,
    added,
    () =>
      `account ${added.id} "${added.name}" added (${exchange} ${marketType.toLowerCase()})\n` +
      `next: strategy add --name <name> --account ${added.id}`,
  );
}

async function list(context: CommandContext, options: OutputOptions): Promise<void> {
  const accounts = await withDatabase(context, (db) => listAccounts(db));
  printResult(context, options, accounts, () =>
    formatTable(
      accounts,
      [
        { title: 'ID', isNumber: true, value: ({ id }) => id },
        { title: 'NAME', value: ({ name }) => name },
        { title: 'EXCHANGE', value: ({ exchange }) => exchange },
        { title: 'MARKET', value: ({ marketType }) => marketType },
        { title: 'REST', value: ({ restUrl }) => restUrl ?? 'the exchange' },
        { title: 'STREAM', value: ({ streamUrl }) => streamUrl ?? 'the exchange' },
      ],
      'no accounts; add one with `account add`',
    ),
  );
}

async function remove(context: CommandContext, id: number, options: OutputOptions): Promise<void> {
  const removed = await withDatabase(context, (db, config) =>
    removeAccount(db, requireSetting(config.secretsKey, 'SECRETS_KEY'), id),
  );
  printResult(
    context,
    options,
    { ...removed, removed: true },
    () => `account ${id} "${removed.name}" removed; revoke its key at the exchange too`,
  );
}

/**
 * Asks for key and secret. They are never options, which would show up in process lists and shell
 * histories.
 */
async function askCredentials(context: CommandContext): Promise<Credentials> {
  const { env } = context;
  const apiKey = env['FILLTRAIL_API_KEY'] || (await context.askHidden('API key: '));
  const secret = env['FILLTRAIL_API_SECRET'] || (await context.askHidden('API secret: '));
  if (!apiKey || !secret) {
    throw new Error(
      'API key and secret must be given: set FILLTRAIL_API_KEY and FILLTRAIL_API_SECRET, ' +
        'or run this at a terminal to be asked',
    );
  }
  return { apiKey, secret };
}

/** Returns the requested market type, or the only one that is supported on the exchange. */
export function marketTypeOf(
  exchange: string,
  known: readonly MarketType[],
  asked: MarketType | undefined,
): MarketType {
  const [only, ...others] = known;
  if (asked === undefined) {
    if (only !== undefined && others.length === 0) return only;
    const names = known.map((type) => type.toLowerCase()).join(' or ');
    throw new Error(`--market must be given for ${exchange}: ${names}`);
  }
  if (known.includes(asked)) return asked;
  throw new Error(`${exchange} has no ${asked.toLowerCase()} market here`);
}

function readMarket(text: string): MarketType {
  const market = text.toUpperCase();
  if (market === 'SPOT' || market === 'FUTURES') return market;
  throw new InvalidArgumentError('It must be spot or futures.');
}

/** Reads the id of an account or a strategy, */
export function readId(text: string): number {
  const id = Number(text);
  if (/^\d+$/.test(text) && id > 0 && id <= MAX_INTEGER) return id;
  throw new InvalidArgumentError('It must be a number from the ID column of a list.');
}

/** Reads the name of an account or a strategy. */
export function readName(text: string): string {
  const name = text.trim();
  if (name !== '' && name.length <= MAX_NAME_LENGTH) return name;
  throw new InvalidArgumentError(`It must have 1 to ${MAX_NAME_LENGTH} characters.`);
}
