import { join } from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import { root } from '../docs/documents.js';

const ours = ['max-len', 'no-restricted-properties', 'no-restricted-syntax'];

/** The project's own configuration, without the rules that need types: those take a minute. */
const eslint = new ESLint({
  cwd: root,
  overrideConfig: { ...tseslint.configs.disableTypeChecked, files: ['**/*.ts'] },
  ruleFilter: ({ ruleId }) => ours.includes(ruleId),
});

/** Returns the rules that a text would break as the file of a path, which need not exist. */
async function brokenBy(text: string, path = 'src/edge/planted.ts'): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(text, { filePath: join(root, path) });
  return (result?.messages ?? []).map(({ ruleId }) => ruleId);
}

describe('columns', () => {
  const words = 'word '.repeat(25);

  it.each(['src/edge/planted.ts', 'scripts/planted.mjs', 'src/edge/page/planted.js'])(
    'reports a comment of more than 100 columns in %s',
    async (path) => {
      expect(await brokenBy(`// ${words}\n`, path)).toEqual(['max-len']);
    },
  );

  it.each([
    ['an address', `// https://example.com/${'path/'.repeat(25)}\n`],
    ['a string', `export const text = '${words}';\n`],
    ['a template', `export const text = \`${words}\`;\n`],
    ['a regular expression', `export const pattern = /${words}/;\n`],
  ])('leaves %s alone, which cannot be wrapped', async (_, text) => {
    expect(await brokenBy(text)).toEqual([]);
  });
});

describe('spreads', () => {
  it.each(['{ side: 2, type: 3 }', '({ side: 2 } as object)', '({ side: 2 } satisfies object)'])(
    'reports that ...%s is spread where its fields could stand',
    async (spread) => {
      const text = `export const order = { id: 1, ...${spread} };\n`;
      expect(await brokenBy(text)).toContain('no-restricted-syntax');
    },
  );

  it('lets fields depend on a condition', async () => {
    const text =
      'export const f = (a?: number): object => ({ ...(a === 1 ? { a } : {}), ...(a && { a }) });\n';
    expect(await brokenBy(text)).toEqual([]);
  });
});

describe('floats', () => {
  it('reports parseFloat', async () => {
    expect(await brokenBy("export const n = parseFloat('1');\n")).toEqual(['no-restricted-syntax']);
  });
});

describe('the environment', () => {
  const text = "export const url = process.env['DATABASE_URL'];\n";

  it.each(['src/edge/planted.ts', 'activities/planted.ts', 'simulator/planted.ts'])(
    'is not read in %s',
    async (path) => {
      expect(await brokenBy(text, path)).toEqual(['no-restricted-properties']);
    },
  );

  it.each(['src/config.ts', 'bin/filltrail.mjs'])('is read in %s', async (path) => {
    expect(await brokenBy(text, path)).toEqual([]);
  });
});

describe('what all workflows share', () => {
  it.each([
    'let orders = 0;',
    'export let orders = 0;',
    'const orders = new Map<string, string>();',
    'export const orders = new Set<string>();',
    'const orders = new WeakMap<object, string>();',
    'const orders: string[] = [];',
    'export const orders: Record<string, string> = {};',
    'export class Orders {\n  static count = 0;\n}',
  ])('does not change: %s is reported in a workflow and in the domain', async (text) => {
    for (const path of ['workflows/planted.ts', 'src/domain/planted.ts']) {
      expect(await brokenBy(`${text}\n`, path)).toEqual(['no-restricted-syntax']);
    }
    expect(await brokenBy(`${text}\n`, 'src/edge/planted.ts')).toEqual([]);
  });

  it('leaves the variables of a function alone', async () => {
    const text = 'export function f(): number {\n  let n = 0;\n  return new Set([n++]).size;\n}\n';
    expect(await brokenBy(text, 'workflows/planted.ts')).toEqual([]);
  });
});
