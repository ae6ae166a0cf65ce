import { Command } from 'commander';
import { ConfigError } from '../config.js';
import { registerAccountCommands } from './account.js';
import { registerOrderCommands } from './order.js';
import { registerProcessCommands } from './process.js';
import { registerShowcaseCommands } from './showcase.js';
import { registerStrategyCommands } from './strategy.js';
import { registerSyncCommand } from './sync.js';
import { registerVerifyCommand } from './verify.js';

/** Returns the command line with all its commands. */
export function createProgram(): Command {
  const program = new Command('filltrail')
    .description('Durable order tracking for people who trade by alert')
    .showHelpAfterError();
  registerProcessCommands(program);
  registerShowcaseCommands(program);
  registerAccountCommands(program);
  registerStrategyCommands(program);
  registerOrderCommands(program);
  registerSyncCommand(program);
  registerVerifyCommand(program);
  return program;
}

/** Runs the command line. An expected error prints one readable message, never a stack. */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync(argv);
  } catch (error) {
    const isDebug = process.env['LOG_LEVEL'] === 'debug';
    process.stderr.write(`${isDebug ? String((error as Error).stack) : messageOf(error)}\n`);
    process.exitCode = error instanceof ConfigError ? 2 : 1;
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // drizzle wraps Postgres' own words into "Failed query" and the statement. An error that combines
  // several others, such as a connection's, has no message.
  const cause = error.cause instanceof Error ? ` (${messageOf(error.cause)})` : '';
  const message = error.message.split('\n')[0]?.startsWith('Failed query')
    ? 'the database did not answer as expected'
    : error.message || error.name;
  return `${message}${cause}`;
}
