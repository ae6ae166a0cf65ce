import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The secrets that `npm start` creates once and keeps under DATA_DIR, readable by the owner only.
 */
export interface LocalSecrets {
  readonly SECRETS_KEY: string;
  readonly OPERATOR_TOKEN: string;
  readonly VIEWER_TOKEN: string;
  /**
   * The password of the embedded Postgres. It is not a setting: the database was created with it.
   */
  readonly POSTGRES_PASSWORD: string;
}

/**
 * Returns the secrets of a data folder, created on first use. Those set in the environment take
 * precedence.
 *
 * @throws Error when the file exists but cannot be read: new secrets would lock the old data away
 */
export function localSecrets(dataDir: string, env: NodeJS.ProcessEnv): LocalSecrets {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'secrets.json');
  const stored = readSecrets(file);
  const complete: LocalSecrets = {
    SECRETS_KEY: stored.SECRETS_KEY ?? randomBytes(32).toString('hex'),
    OPERATOR_TOKEN: stored.OPERATOR_TOKEN ?? `fto_${randomBytes(24).toString('base64url')}`,
    VIEWER_TOKEN: stored.VIEWER_TOKEN ?? `ftv_${randomBytes(24).toString('base64url')}`,
    POSTGRES_PASSWORD: stored.POSTGRES_PASSWORD ?? randomBytes(18).toString('base64url'),
  };
  if (Object.keys(stored).length < Object.keys(complete).length) {
    // Written by rename, so that a start that is killed here does not leave half a file.
    writeFileSync(`${file}.new`, `${JSON.stringify(complete, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  chmodSync(file, 0o600);
  return {
    ...complete,
    SECRETS_KEY: env['SECRETS_KEY'] || complete.SECRETS_KEY,
    OPERATOR_TOKEN: env['OPERATOR_TOKEN'] || complete.OPERATOR_TOKEN,
    VIEWER_TOKEN: env['VIEWER_TOKEN'] || complete.VIEWER_TOKEN,
  };
}

function readSecrets(file: string): Partial<LocalSecrets> {
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<LocalSecrets>;
  } catch (cause) {
    throw new Error(
      `${file} cannot be read as JSON. Next step: put the old file back, since the stored credentials can be read with its key only; or set DATA_DIR to another folder to begin anew`,
      { cause },
    );
  }
}
