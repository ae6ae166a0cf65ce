import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { EXCHANGE_NAMES } from '../../../src/exchange/symbols.js';

const root = join(import.meta.dirname, '../../..');

/** What serves every exchange alike. */
const COMMON = ['workflows', 'activities', 'drizzle', 'src'];
/** The exchanges themselves, what lists them, and what names them to people. */
const APART = [
  ...EXCHANGE_NAMES.map((name) => `src/exchange/${name}/`),
  'src/exchange/registry.ts',
  'src/exchange/symbols.ts',
  'src/demo',
  'src/cli',
  'src/supervisor',
];

it('has a folder for each exchange, and one for what they share', () => {
  const folders = readdirSync(join(root, 'src/exchange'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  expect(folders.sort()).toEqual([...EXCHANGE_NAMES, 'kit'].sort());
});

it('names no exchange outside the folders that are about one', () => {
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
