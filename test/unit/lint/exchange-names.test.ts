import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { KNOWN_EXCHANGES } from '../../../src/exchange/symbols.js';
import { filesIn, mentionsOf, withoutComments } from '../../kit/mentions.js';

const FOLDERS = ['src', 'activities', 'workflows', 'drizzle'];
const folders = KNOWN_EXCHANGES.join('|');

it('has a folder for each exchange, and one for what they share', () => {
  const exchange = join(import.meta.dirname, '../../../src/exchange');
  const names = readdirSync(exchange, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  expect(names.sort()).toEqual([...KNOWN_EXCHANGES, 'kit'].sort());
});

it('names no exchange outside the folders of the exchanges and the two registries', () => {
  const mentions = mentionsOf(KNOWN_EXCHANGES, FOLDERS, {
    everywhere: new RegExp(`^src/exchange/(?:(?:${folders})/|registry\\.ts$|symbols\\.ts$)`),
    // What two exchanges share says in its comments which they are.
    inComments: /^src\/exchange\/kit\/korean\/.*\.ts$/,
  });
  expect(mentions).toEqual([]);
});

it('looks into every file, whatever its type', () => {
  const files = FOLDERS.flatMap(filesIn);
  expect(files.length).toBeGreaterThan(300);
  for (const ending of ['.ts', '.js', '.html', '.css', '.sql']) {
    expect(files.some((file) => file.endsWith(ending))).toBe(true);
  }
});

it('tells comments apart from code', () => {
  const code =
    "/** One.\n * Two. */\nconst a = 'https://a.b/c'; // three\n/* four */ f(`x${a}`); // five";
  expect(withoutComments(code).replace(/ +\n/g, '\n').trim()).toBe(
    "const a = 'https://a.b/c';\n           f(`x${a}`);",
  );
});
