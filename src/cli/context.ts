import { connectDatabase, type Database } from '../../drizzle/database.js';
import { loadConfig, requireSetting, type Config } from '../config.js';
import { ask, askHidden } from './prompt.js';

/** A command's access to the outside world. Tests bring their own. */
export interface CommandContext {
  readonly env: NodeJS.ProcessEnv;
  /** Writes to standard output. */
  write(text: string): void;
  /** Asks at the terminal. Resolves with `undefined` if there is no terminal. */
  ask(question: string): Promise<string | undefined>;
  /** Asks at the terminal without echo. Resolves with `undefined` if there is no terminal. */
  askHidden(question: string): Promise<string | undefined>;
}

export const terminalContext: CommandContext = {
  env: process.env,
  write: (text) => void process.stdout.write(text),
  ask,
  askHidden,
};

/** Opens the database for one command, and closes it in any case. */
export async function withDatabase<T>(
  context: CommandContext,
  work: (db: Database, config: Config) => Promise<T>,
): Promise<T> {
  const config = loadConfig(context.env);
  const databaseUrl = requireSetting(config.databaseUrl, 'DATABASE_URL').reveal();
  const connection = connectDatabase(databaseUrl, { name: 'cli', poolSize: 2 });
  try {
    return await work(connection.db, config);
  } finally {
    await connection.close();
  }
}
