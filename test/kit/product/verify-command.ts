import { Command } from 'commander';
import { registerVerifyCommand } from '../../../src/cli/verify.js';
import type { Verification } from '../../../src/verify/verify.js';
import type { Product } from './product.js';

/** The output of `verify --json`, and its exit code. */
export interface VerifyRun extends Verification {
  readonly count: number;
  readonly exitCode: number;
}

/** Runs `verify` in this process, with short pauses before it checks again. */
export async function runVerify(
  product: Product,
  options: readonly string[],
): Promise<{ text: string; exitCode: number }> {
  let text = '';
  const program = new Command().exitOverride();
  const context = {
    env: {
      DATABASE_URL: product.database.url,
      SECRETS_KEY: product.config.secretsKey?.reveal().toString('hex'),
      DATA_DIR: product.config.dataDir,
    },
    write: (part: string) => (text += part),
    ask: () => Promise.resolve(undefined),
    askHidden: () => Promise.resolve(undefined),
  };
  registerVerifyCommand(program, context, [50, 100]);
  process.exitCode = 0;
  try {
    await program.parseAsync(['node', 'filltrail', 'verify', ...options]);
    return { text, exitCode: Number(process.exitCode) };
  } finally {
    process.exitCode = 0;
  }
}

export async function runVerifyJson(
  product: Product,
  ...options: readonly string[]
): Promise<VerifyRun> {
  const { text, exitCode } = await runVerify(product, ['--json', ...options]);
  return { ...(JSON.parse(text) as Omit<VerifyRun, 'exitCode'>), exitCode };
}
