import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { read, root } from '../docs/documents.js';

/** Who imports what: a module of ours by its path, or a package. */
type Import = readonly [from: string, to: string];

/** A wrong import against each rule that judges imports one by one. */
const WRONG: Readonly<Record<string, readonly Import[]>> = {
  bin: [['bin/a.mjs', 'src/edge/main.ts']],
  cli: [
    ['src/cli/a.ts', 'src/books/outbox.ts'],
    ['src/cli/b.ts', 'activities/index.ts'],
  ],
  bench: [['bench/a.ts', 'src/stream/main.ts']],
  'bench-types': [['bench/b.ts', 'src/supervisor/stack.ts']],
  supervisor: [
    ['src/supervisor/a.ts', 'src/cli/output.ts'],
    ['src/supervisor/b.ts', 'src/edge/main.ts'],
  ],
  demo: [
    ['src/demo/a.ts', 'src/cli/output.ts'],
    ['src/demo/b.ts', 'src/supervisor/stack.ts'],
  ],
  edge: [
    ['src/edge/a.ts', 'src/worker/main.ts'],
    ['src/edge/b.ts', 'src/books/outbox.ts'],
    ['src/edge/c.ts', 'ccxt'],
  ],
  worker: [['src/worker/a.ts', 'src/edge/main.ts']],
  stream: [['src/stream/a.ts', 'activities/index.ts']],
  temporal: [['src/temporal/a.ts', 'src/edge/main.ts']],
  'temporal-types': [['src/temporal/b.ts', 'activities/index.ts']],
  verify: [['src/verify/a.ts', 'src/books/outbox.ts']],
  'verify-types': [['src/verify/b.ts', 'src/exchange/exchange.ts']],
  workflows: [
    ['workflows/a.ts', 'drizzle/schema.ts'],
    ['workflows/b.ts', 'node:fs'],
    ['workflows/c.ts', '@temporalio/client'],
  ],
  'workflows-types': [['workflows/d.ts', 'activities/index.ts']],
  activities: [
    ['activities/order/a.ts', 'workflows/messages.ts'],
    ['activities/order/b.ts', 'src/stream/main.ts'],
    ['activities/order/c.ts', 'src/alerts/alert-sender.ts'],
  ],
  books: [
    ['src/books/a.ts', 'src/exchange/registry.ts'],
    ['src/books/b.ts', '@temporalio/activity'],
  ],
  queries: [
    ['src/queries/a.ts', 'src/books/outbox.ts'],
    ['src/queries/b.ts', 'src/exchange/registry.ts'],
  ],
  'queries-types': [['src/queries/c.ts', 'src/exchange/exchange.ts']],
  accounts: [['src/accounts/a.ts', 'src/alerts/raise-alert.ts']],
  alerts: [['src/alerts/a.ts', 'src/books/outbox.ts']],
  'alerts-types': [['src/alerts/b.ts', 'src/config.ts']],
  'exchange-common': [['src/exchange/market-denial.ts', 'src/exchange/upbit/rest.ts']],
  'exchange-registry': [['src/exchange/registry.ts', 'src/exchange/upbit/rest.ts']],
  'exchange-symbols': [['src/exchange/symbols.ts', 'src/exchange/upbit/index.ts']],
  'exchange-adapter-symbols': [['src/exchange/bybit/symbols.ts', 'ccxt']],
  'exchange-adapter': [
    ['src/exchange/bybit/a.ts', 'src/exchange/binance/rest.ts'],
    ['src/exchange/bybit/b.ts', 'src/exchange/registry.ts'],
  ],
  'exchange-kit': [['src/exchange/kit/a.ts', 'src/exchange/binance/rest.ts']],
  'exchange-port': [['src/exchange/exchange.ts', 'src/exchange/kit/exchange-calls.ts']],
  'exchange-korean': [['src/exchange/kit/b.ts', 'src/exchange/kit/korean/jwt.ts']],
  drizzle: [['drizzle/a.ts', 'src/queries/order-lists.ts']],
  'drizzle-types': [['drizzle/b.ts', 'src/domain/order.ts']],
  common: [['src/config.ts', 'src/domain/order.ts']],
  observability: [['src/observability/a.ts', 'src/domain/order.ts']],
  domain: [
    ['src/domain/a.ts', 'drizzle/schema.ts'],
    ['src/domain/b.ts', 'node:crypto'],
    ['src/domain/c.ts', 'express'],
  ],
  'domain-decimals': [['src/domain/d.ts', 'decimal.js']],
  simulator: [['simulator/engine/a.ts', 'src/domain/decimal.ts']],
  'simulator-apart': [
    ['src/edge/d.ts', 'simulator/main.ts'],
    ['bench/c.ts', 'simulator/engine/engine.ts'],
  ],
  'simulator-venue': [['simulator/main.ts', 'simulator/exchanges/bybit/rest.ts']],
  'simulator-exchange-list': [['simulator/exchanges/registry.ts', 'simulator/venue.ts']],
  'simulator-exchange': [['simulator/exchanges/bybit/a.ts', 'simulator/exchanges/binance/rest.ts']],
  'simulator-control': [['simulator/control/a.ts', 'simulator/exchanges/binance/rest.ts']],
  'simulator-core': [['simulator/engine/b.ts', 'simulator/control/interface.ts']],
  'simulator-market': [['simulator/market/a.ts', 'simulator/engine/engine.ts']],
  'simulator-model': [['simulator/model.ts', 'simulator/market/market.ts']],
  'test-apart': [['src/edge/e.ts', 'test/kit/eventually.ts']],
  'development-package': [['src/edge/f.ts', 'vitest']],
  'unlisted-package': [['src/edge/g.ts', 'left-pad']],
  unresolved: [['src/edge/h.ts', './nowhere.js']],
  'no-floor': [['src/attic/a.ts', 'src/domain/order.ts']],
};

const RIGHT: readonly Import[] = [
  ['bin/ok.mjs', 'src/cli/main.ts'],
  ['src/cli/process.ts', 'simulator/main.ts'],
  ['src/supervisor/ok.ts', 'simulator/names.ts'],
  ['src/edge/ok.ts', 'src/temporal/client.ts'],
  ['activities/order/ok.ts', 'src/books/settle-order.ts'],
  ['src/exchange/bybit/ok.ts', 'src/exchange/bybit/rest.ts'],
  ['src/exchange/upbit/ok.ts', 'src/exchange/kit/korean/jwt.ts'],
  ['src/domain/decimal.ts', 'decimal.js'],
  ['simulator/exchanges/upbit/ok.ts', 'simulator/exchanges/kit/korean/rest.ts'],
  ['test/unit/ok.test.ts', 'src/books/outbox.ts'],
];

/** What a single import does not show. */
const WRITTEN = {
  'workflows/types.ts': "import type { x } from '../activities/index.js';",
  'src/domain/cycle-a.ts': "import type { B } from './cycle-b.js';\nexport interface A { b: B }",
  'src/domain/cycle-b.ts': "import type { A } from './cycle-a.js';\nexport interface B { a: A }",
  'src/domain/nobody-imports-me.ts': 'export const lonely = 1;',
  'test/kit/nobody-imports-me.ts': 'export const lonely = 1;',
};

const folder = mkdtempSync(join(tmpdir(), 'filltrail-layers-'));
let violations: readonly string[] = [];
let rules: readonly IForbiddenRuleType[] = [];

beforeAll(async () => {
  const options = await extractDepcruiseOptions(join(root, '.dependency-cruiser.mjs'));
  rules = options.ruleSet?.forbidden ?? [];
  plant([...Object.values(WRONG).flat(), ...RIGHT]);
  const result = await cruise(['.'], { ...options, validate: true, baseDir: folder });
  violations = (result.output as ICruiseResult).summary.violations.map(
    ({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`,
  );
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the rules of imports', () => {
  const wrong = Object.entries(WRONG).flatMap(([rule, imports]) =>
    imports.map(([from, to]) => ({ rule, from, to })),
  );

  it.each(wrong)('$rule: $from may not import $to', ({ rule, from, to }) => {
    expect(violations).toContainEqual(expect.stringMatching(`^${rule}: ${from} -> ${inPath(to)}`));
  });

  it.each(RIGHT)('%s may import %s', (from, to) => {
    expect(violations.filter((text) => text.includes(`: ${from} -> ${to}`))).toEqual([]);
  });

  it('lets workflows import types of activities', () => {
    const reported = violations.filter((text) => text.includes('workflows/types.ts -> activities'));
    expect(reported).toEqual([]);
  });

  it('reports a cycle, even one of types alone', () => {
    expect(violations).toContain('cycle: src/domain/cycle-a.ts -> src/domain/cycle-b.ts');
  });

  it('reports a module that nothing leads to', () => {
    const module = 'src/domain/nobody-imports-me.ts';
    expect(violations).toContain(`unreachable: ${module} -> ${module}`);
  });

  it('reports a helper that no test uses', () => {
    const module = 'test/kit/nobody-imports-me.ts';
    expect(violations).toContain(`unreachable-test: ${module} -> ${module}`);
  });

  it('are each tried by a wrong import', () => {
    const tried = [...Object.keys(WRONG), 'cycle', 'unreachable', 'unreachable-test'];
    expect(tried.sort()).toEqual(rules.map(({ name }) => name).sort());
  });

  it('say where the import belongs', () => {
    expect(rules.filter(({ comment = '' }) => comment.length < 40)).toEqual([]);
  });

  it('are each about modules that exist', () => {
    const modules = ['bin', 'src', 'bench', 'workflows', 'activities', 'drizzle', 'simulator']
      .flatMap((name) => readdirSync(join(root, name), { recursive: true, withFileTypes: true }))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)));
    const empty = rules.filter(({ from: { path } }) => {
      if (typeof path !== 'string') return false;
      return !path.includes('test') && !modules.some((module) => new RegExp(path).test(module));
    });
    expect(empty.map(({ name }) => name)).toEqual([]);
  });
});

/** Writes the importing modules, the imported ones, and a package for each that is named. */
function plant(imports: readonly Import[]): void {
  write('package.json', read('package.json'));
  for (const [path, text] of Object.entries(WRITTEN)) write(path, text);
  for (const [, to] of imports) {
    if (isOurs(to)) write(to, 'export const x = 1;\n');
    else if (!/^node:|^\./.test(to)) {
      write(`node_modules/${to}/package.json`, JSON.stringify({ name: to, main: 'index.js' }));
      write(`node_modules/${to}/index.js`, 'exports.x = 1;\n');
    }
  }
  for (const [from, to] of imports) {
    const path = relative(dirname(from), to).replace(/\.ts$/, '.js');
    const specifier = !isOurs(to) ? to : path.startsWith('.') ? path : `./${path}`;
    write(from, `import { x } from '${specifier}';\nexport const y = x;\n`);
  }
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function isOurs(to: string): boolean {
  return /^(bin|src|bench|workflows|activities|drizzle|simulator|test)\//.test(to);
}

/** Returns how the linter writes what is imported. */
function inPath(to: string): string {
  if (isOurs(to)) return to;
  return to.startsWith('node:') ? to.slice('node:'.length) : `(node_modules/)?${to}`;
}
