import { Command } from 'commander';
import { registerOrderCommands } from '../../../src/cli/order.js';
import type { RunningProduct } from './running-product.js';

interface Terminal {
  /** What the operator types; left out, there is no terminal. */
  readonly answer?: string;
  /** Settings that differ from the product's own. */
  readonly settings?: NodeJS.ProcessEnv;
}

/** What a command printed and asked, and why it failed (empty if it did not). */
export interface CommandRun {
  readonly printed: string;
  readonly asked: string;
  readonly why: string;
}

/** Runs `order …` for a product, as an operator does. */
export async function runOrderCommand(
  { commandSettings }: Pick<RunningProduct, 'commandSettings'>,
  args: readonly string[],
  { answer, settings }: Terminal = {},
): Promise<CommandRun> {
  let [printed, asked, why] = ['', '', ''];
  const program = new Command().exitOverride();
  registerOrderCommands(program, {
    env: { ...commandSettings, ...settings },
    write: (text) => void (printed += text),
    ask: (question) => {
      asked += question;
      return Promise.resolve(answer);
    },
    askHidden: () => Promise.resolve(undefined),
  });
  await program.parseAsync(['order', ...args], { from: 'user' }).catch((error: Error) => {
    why = error.message;
  });
  return { printed, asked, why };
}
