import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { newStrategySecrets } from '../accounts/strategies.js';

const memberSchema = z.object({
  apiKey: z.string().min(1),
  secret: z.string().min(1),
  token: z.string().min(1),
  signingSecret: z.string().min(1),
});
const fileSchema = z.record(z.string(), memberSchema);

/** The secrets of one demo account and its strategy. */
export type DemoMember = z.infer<typeof memberSchema>;

/**
 * Returns the demo's secrets by name, and creates them on first use. They are kept in a file that
 * only its owner can read, since a token that was pasted into an alert must survive a restart.
 */
export function demoMembers(path: string, names: readonly string[]): Record<string, DemoMember> {
  const kept = readMembers(path);
  const members = Object.fromEntries(names.map((name) => [name, kept[name] ?? newMember(name)]));
  if (names.every((name) => kept[name])) return members;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, `${JSON.stringify(members, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
  return members;
}

/** Reads the file. An unreadable one is replaced, since it guards nothing but play money. */
function readMembers(path: string): Record<string, DemoMember | undefined> {
  if (!existsSync(path)) return {};
  try {
    return fileSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return {};
  }
}

function newMember(name: string): DemoMember {
  return {
    apiKey: `${name}-${randomBytes(8).toString('hex')}`,
    secret: randomBytes(32).toString('hex'),
    ...newStrategySecrets(),
  };
}
