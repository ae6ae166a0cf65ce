import type { Command } from 'commander';
import { loadConfig, requireSetting, type Config } from '../config.js';
import { createLogger, type Logger } from '../observability/log.js';
import type { Running } from '../running.js';
import { ForeignTemporal } from '../temporal/own-server.js';
import { addVenueOptions, readVenueOptions } from './venue-command.js';

/** Adds a command for each process. It loads only that process's modules. */
export function registerProcessCommands(program: Command): void {
  program
    .command('start')
    .description('run everything in one terminal, as `npm start` does')
    .action(async () => {
      const { runStart } = await import('../supervisor/main.js');
      process.exit(await runStart(process.env));
    });
  program
    .command('edge')
    .description('HTTP in, SSE out')
    .action(() =>
      run('edge', async (...args) => (await import('../edge/main.js')).runEdge(...args)),
    );
  program
    .command('worker')
    .description('the Temporal worker of orders')
    .action(() =>
      run('worker', async (...args) => (await import('../worker/main.js')).runWorker(...args)),
    );
  program
    .command('stream')
    .description('the Temporal worker that holds the private streams')
    .action(() =>
      run('stream', async (...args) => (await import('../stream/main.js')).runStream(...args)),
    );
  addVenueOptions(program.command('venue').description('the simulated exchanges')).action(
    (given: Readonly<Record<string, unknown>>) =>
      run('venue', async (_config, log) => {
        const { runVenue } = await import('../../simulator/main.js');
        const { ports, journalFile, isStill } = readVenueOptions(given);
        const venue = await runVenue({
          ports: Object.fromEntries(ports),
          priceMovement: isStill ? 'still' : 'walk',
          ...(journalFile === undefined ? {} : { journalFile }),
          log: (event, fields) => log.info(fields, event),
        });
        return { done: new Promise(() => {}), close: () => venue.close() };
      }),
  );
  program
    .command('migrate')
    .description('bring the database to the newest schema')
    .action(async () => {
      const { migrate } = await import('../../drizzle/migrate.js');
      await migrate(requireSetting(loadConfig().databaseUrl, 'DATABASE_URL').reveal());
      process.stdout.write('the database has the newest schema\n');
    });
}

/** Runs one process until a signal comes, or until the supervisor that started it has gone. */
async function run(
  role: string,
  start: (config: Config, log: Logger) => Promise<Running>,
): Promise<void> {
  const config = loadConfig();
  const log = createLogger(role, config.logLevel);
  let isStopping = false;
  let running: Running | undefined;
  const stop = (why: string, code: number): void => {
    if (isStopping) return;
    isStopping = true;
    log.info({ why }, 'stopping');
    const closing = running?.close() ?? Promise.resolve();
    closing
      .catch((error: unknown) => log.error({ err: error }, 'not stopped cleanly'))
      .finally(() => process.exit(code));
  };
  process.on('SIGTERM', () => stop('SIGTERM', 0));
  process.on('SIGINT', () => stop('SIGINT', 0));
  if (process.env['FILLTRAIL_SUPERVISED'] === '1') {
    process.on('disconnect', () => stop('the supervisor is gone', 0));
  }
  process.on('unhandledRejection', (error) => {
    // The caller of the query got its error. The driver also rejects a promise of its own.
    if (isCutConnection(error)) return log.warn({ err: error }, 'database connection cut');
    log.fatal({ err: error }, 'unexpected failure');
    stop('unexpected failure', 1);
  });
  process.on('uncaughtException', (error) => {
    // After some cuts, the driver's pool is in an unknown state: it writes to a socket that is
    // gone, and keeps what it could not write. Only a new process is clean, and everything that
    // matters is stored.
    log.fatal({ err: error }, 'unexpected failure');
    process.exit(1);
  });
  try {
    running = await start(config, log);
  } catch (error) {
    log.fatal({ err: error }, 'not started');
    process.exit(1);
  }
  process.send?.('ready');
  await running.done.catch((error: unknown) => {
    log.fatal({ err: error }, 'cannot go on');
    // Finishing what is under way would finish the tasks of other people's orders.
    if (error instanceof ForeignTemporal) process.exit(1);
    stop('cannot go on', 1);
  });
}

/** Returns whether a connection ended during a query, by the messages of postgres.js. */
function isCutConnection(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' && code.startsWith('CONNECTION_');
}
