import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../../src/cli/main.js';
import { SearchAttribute } from '../../../workflows/search-attributes.js';
import {
  anchorsOf,
  codeIn,
  commandLines,
  documents,
  linksIn,
  read,
  root,
  sources,
  tableUnder,
} from './documents.js';

const readme = read('README.md');
const all = documents();

describe('commands that the documents name', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const npmCommands = all.flatMap(({ path, text }) =>
    [...text.matchAll(/\bnpm (?:run )?(?:--silent )?([a-z:]+)/g)].map((match) => ({
      path,
      name: match[1] ?? '',
      isRun: match[0].startsWith('npm run'),
    })),
  );

  it.each(npmCommands)('$path: npm … $name is a script', ({ name, isRun }) => {
    expect(Object.keys(scripts)).toContain(name);
    if (!isRun) expect(['start', 'test']).toContain(name);
  });

  const known = knownCommands();
  const productCommands = all.flatMap(({ path, text }) =>
    [...codeIn(text), ...commandLines(text)]
      .flatMap((code) => [
        ...code.matchAll(/(?:\bfilltrail|--silent cli --) ((?:[a-z]+)(?: [a-z]+)?)(?![\w:/.-])/g),
      ])
      .map((match) => ({ path, command: match[1] ?? '' })),
  );

  it.each(productCommands)('$path: filltrail $command exists', ({ command }) => {
    const [group = ''] = command.split(' ');
    // What follows a command that has none below it is an argument.
    expect(known).toContain(known.includes(group) && !hasBelow(known, group) ? group : command);
  });

  it('names every command of the command line but the showcases in the README', () => {
    const named = new Set(
      productCommands.filter(({ path }) => path === 'README.md').map(({ command }) => command),
    );
    const leaves = known.filter((name) => !hasBelow(known, name));
    const missing = leaves.filter((name) => !named.has(name) && !['demo', 'bench'].includes(name));
    expect(missing).toEqual([]);
  });
});

describe('settings', () => {
  const inReadme = tableUnder(readme, '## Settings').map(([name = '']) => name.replaceAll('`', ''));
  const example = read('.env.example');
  const inExample = [...example.matchAll(/^#?([A-Z][A-Z_]+)=/gm)].map((match) => match[1] ?? '');
  const schema = settingsOfConfig();

  it('lists the same settings in the README and in .env.example, each once', () => {
    expect([...inExample].sort()).toEqual([...inReadme].sort());
    expect(new Set(inReadme).size).toBe(inReadme.length);
  });

  it('lists only settings that src/config.ts reads', () => {
    expect(inReadme.filter((name) => !schema.includes(name))).toEqual([]);
  });

  it('lists every setting that some code uses', () => {
    expect(schema.filter((name) => isUsed(name) && !inReadme.includes(name))).toEqual([]);
  });

  it('explains each line of .env.example by a comment above it', () => {
    const lines = example.split('\n');
    const bare = lines.filter((line, index) => {
      if (!/^#?[A-Z][A-Z_]+=/.test(line)) return false;
      const above = lines[index - 1] ?? '';
      // A block of settings of one kind shares its comment.
      return !above.startsWith('# ') && !/^#?[A-Z][A-Z_]+=/.test(above);
    });
    expect(bare).toEqual([]);
  });
});

describe('endpoints', () => {
  const edge = sources('src/edge')
    .map(({ text }) => text)
    .join('\n');
  const endpoints = tableUnder(readme, '## HTTP').map(([call = '']) => {
    const [method = '', path = ''] = (codeIn(call)[0] ?? '').split(' ');
    return { method, path };
  });

  it.each(endpoints)('$method $path is served by the edge', ({ method, path }) => {
    const quoted = path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const registered = new RegExp(`\\.${method.toLowerCase()}\\(\\s*'${quoted}'`);
    // The lists are registered from a table of paths.
    const listed = new RegExp(`'${quoted}': list`);
    expect(registered.test(edge) || (method === 'GET' && listed.test(edge))).toBe(true);
  });
});

describe('links', () => {
  const links = all.flatMap((document) =>
    linksIn(document).map((link) => ({ from: document.path, ...link })),
  );

  it.each(links)('$from: $path $anchor is there', ({ path, anchor }) => {
    expect(existsSync(join(root, path))).toBe(true);
    if (anchor !== undefined) expect(anchorsOf(read(path))).toContain(anchor);
  });

  it('names only folders that exist in the README', () => {
    const folders = tableUnder(readme, '## Folders').flatMap(([cell = '']) => codeIn(cell));
    expect(folders.length).toBeGreaterThan(5);
    expect(folders.filter((folder) => !existsSync(join(root, folder)))).toEqual([]);
  });

  it('names each folder of the tests in their guide', () => {
    const table = tableUnder(read('test/README.md'), '# Tests');
    const there = readdirSync(join(root, 'test'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    expect(table.flatMap(([cell = '']) => codeIn(cell)).sort()).toEqual(there.sort());
  });
});

describe('operations', () => {
  const operations = read('docs/operations.md');

  it('registers the search attributes that a managed Temporal needs, and no others', () => {
    const registered = commandLines(operations).flatMap((line) => {
      const [, names] = /^for name in (.+); do$/.exec(line) ?? [];
      return names?.split(' ') ?? [];
    });
    const needed = Object.values(SearchAttribute).map(({ name }) => name);
    expect(registered.sort()).toEqual(needed.sort());
  });

  it('explains only messages that some code writes', () => {
    const code = ['src', 'activities', 'drizzle']
      .flatMap((folder) => sources(folder))
      .map(({ text }) => text)
      .join('\n');
    const messages = tableUnder(operations, '## What the warnings mean')
      .flatMap(([cell = '']) => codeIn(cell))
      // Those with gaps are put together from parts.
      .filter((message) => !message.includes('…'));
    const unknown = messages.filter((message) => !code.includes(message));
    expect(messages.length).toBeGreaterThan(10);
    expect(unknown).toEqual([]);
  });
});

/** Returns `account`, `account add` and so on, for everything that the command line takes. */
function knownCommands(): string[] {
  return createProgram().commands.flatMap((command) => [
    command.name(),
    ...command.commands.map((below) => `${command.name()} ${below.name()}`),
  ]);
}

function hasBelow(known: readonly string[], name: string): boolean {
  return known.some((other) => other.startsWith(`${name} `));
}

function settingsOfConfig(): string[] {
  const schema = /environmentSchema = z\.object\(\{([\s\S]*?)\n\}\);/.exec(read('src/config.ts'));
  const names = [...(schema?.[1] ?? '').matchAll(/^ {2}([A-Z][A-Z_]+):/gm)];
  if (names.length === 0) throw new Error('src/config.ts must hold the schema of the environment');
  return names.map((match) => match[1] ?? '');
}

/** Returns whether code uses a setting: one that is only parsed need not be explained yet. */
function isUsed(name: string): boolean {
  const property = name
    .toLowerCase()
    .replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const code = sources('src').filter(({ path }) => path !== join('src', 'config.ts'));
  return (
    code.some(({ text }) => new RegExp(`\\b${property}\\b`).test(text)) ||
    read('temporal-dev.sh').includes(name)
  );
}
