import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { EXCHANGE_NAMES } from '../../../src/exchange/symbols.js';

/** What serves every exchange alike. */
const COMMON = ['workflows', 'activities', 'drizzle', 'src'];
/** The exchanges themselves, what names them to people, and the simulated ones. */
const APART = ['src/exchange', 'src/demo', 'src/cli', 'src/supervisor'];

it('names no exchange outside the folders that are about one', () => {
  const root = join(import.meta.dirname, '../../..');
  const files = COMMON.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name}`)
      .filter((name) => name.endsWith('.ts') && !APART.some((each) => name.startsWith(each))),
  );
  expect(files.length).toBeGreaterThan(100);
  const name = new RegExp(EXCHANGE_NAMES.join('|'), 'i');
  const naming = files.filter((file) => name.test(readFileSync(join(root, file), 'utf8')));
  expect(naming).toEqual([]);
});
