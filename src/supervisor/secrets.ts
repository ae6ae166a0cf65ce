import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `npm start` makes once and keeps under DATA_DIR, readable by its owner only. */
export interface LocalSecrets {
  readonly SECRETS_KEY: string;
  readonly OPERATOR_TOKEN: string;
  readonly VIEWER_TOKEN: string;
  readonly POSTGRES_PASSWORD: string;
}

/** Returns the secrets of a data folder, made on first use. Those set in the environment win. */
export function localSecrets(dataDir: string, env: NodeJS.ProcessEnv): LocalSecrets {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'secrets.json');
  const stored = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<LocalSecrets>)
    : {};
  const complete: LocalSecrets = {
    SECRETS_KEY: stored.SECRETS_KEY ?? randomBytes(32).toString('hex'),
    OPERATOR_TOKEN: stored.OPERATOR_TOKEN ?? `fto_${randomBytes(24).toString('base64url')}`,
    VIEWER_TOKEN: stored.VIEWER_TOKEN ?? `ftv_${randomBytes(24).toString('base64url')}`,
    POSTGRES_PASSWORD: stored.POSTGRES_PASSWORD ?? randomBytes(18).toString('base64url'),
  };
  writeFileSync(file, `${JSON.stringify(complete, null, 2)}\n`, { mode: 0o600 });
  const given = Object.fromEntries(
    Object.keys(complete).flatMap((name) => (env[name] ? [[name, env[name]]] : [])),
  );
  return { ...complete, ...given };
}
