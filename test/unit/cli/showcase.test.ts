import { Command } from 'commander';
import { expect, it } from 'vitest';
import { registerShowcaseCommands } from '../../../src/cli/showcase.js';

it('refuses a demo of an unknown exchange before it starts, and names the known ones', async () => {
  let said = '';
  const program = new Command().exitOverride().configureOutput({
    writeErr: (text) => (said += text),
  });
  registerShowcaseCommands(program);
  await expect(
    program.parseAsync(['demo', '--exchange', 'kraken'], { from: 'user' }),
  ).rejects.toMatchObject({ exitCode: 1 });
  expect(said).toContain("'kraken' is invalid");
  expect(said).toContain('binance, bybit, upbit, bithumb');
});
