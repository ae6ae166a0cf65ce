import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { marketTypeOf, registerAccountCommands } from '../../../src/cli/account.js';

/** Adds an account at a terminal that gives no key, and returns what was asked and why it ended. */
async function addAccount(...more: readonly string[]): Promise<{ asked: string[]; why: string }> {
  const asked: string[] = [];
  const program = new Command().exitOverride();
  registerAccountCommands(program, {
    env: {},
    write: () => undefined,
    ask: () => Promise.resolve(undefined),
    askHidden: (question) => {
      asked.push(question);
      return Promise.resolve(undefined);
    },
  });
  const why = await program
    .parseAsync(['account', 'add', '--name', 'main', ...more], { from: 'user' })
    .then(
      () => '',
      (error: unknown) => String(error),
    );
  return { asked, why };
}

describe('account add', () => {
  it.each(['upbit', 'bithumb'])(
    'needs no --market for %s, and goes on to its key',
    async (name) => {
      const { asked, why } = await addAccount('--exchange', name);
      expect(asked).toEqual(['API key: ', 'API secret: ']);
      expect(why).toContain('API key and secret must be given');
    },
  );

  it.each(['binance', 'bybit'])('asks which market of %s is meant', async (name) => {
    const { asked, why } = await addAccount('--exchange', name);
    expect(asked).toEqual([]);
    expect(why).toBe(`Error: --market must be given for ${name}: spot or futures`);
  });

  it('refuses a market that the exchange does not have', async () => {
    const { why } = await addAccount('--exchange', 'upbit', '--market', 'futures');
    expect(why).toBe('Error: upbit has no futures market here');
  });
});

it('an account’s market is the one that was asked for, or the only one', () => {
  expect(marketTypeOf('upbit', ['SPOT'], undefined)).toBe('SPOT');
  expect(marketTypeOf('bybit', ['SPOT', 'FUTURES'], 'FUTURES')).toBe('FUTURES');
});
