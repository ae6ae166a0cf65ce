/*
 * The rules of imports, checked by `npm run lint`. Who may import whom stands in
 * scripts/lint/floors.mjs, one rule a floor; here is what holds across the floors.
 */
import { doors, floors } from './scripts/lint/floors.mjs';

const test = '^test/';
/** What builds, checks and tests the project. */
const tools =
  '^(scripts/|drizzle/config\\.ts$|[^/]+\\.config\\.(ts|mjs)$|\\.dependency-cruiser\\.mjs$)';
const anyPackage = '(^|/)node_modules/';

/** Where the product starts: some are bundled or run by name, so that no import leads to them. */
const entries = ['^bin/', '^workflows/index\\.ts$', '^src/edge/page/page\\.js$', tools];
/** Where tests start, and what they run by name. */
const testEntries = [
  '\\.test\\.ts$',
  '^test/[^/]+/(vitest\\.config\\.ts|run\\.mjs|record\\.ts)$',
  '^test/kit/.*(global-setup|-reporter|-table|venue-process)\\.ts$',
  '^test/kit/.*/signal-at-step\\.mjs$',
];

const others = [
  {
    name: 'simulator-apart',
    why: `The product talks to the simulator by HTTP and WebSocket, as to any exchange. Only its
      entry, src/cli/process.ts, loads simulator/main.ts; simulator/names.ts says which exchanges
      there are.`,
    from: { pathNot: ['^simulator/', test, '^src/cli/process\\.ts$'] },
    to: { path: '^simulator/', pathNot: doors['simulator-names'] },
  },
  {
    name: 'domain-decimals',
    why: `Arithmetic with amounts is written once, on decimal strings: add what is missing to
      src/domain/decimal.ts.`,
    from: { path: '^src/domain/', pathNot: '^src/domain/decimal\\.ts$' },
    to: { path: packagePath('decimal.js') },
  },
  {
    name: 'exchange-korean',
    why: `src/exchange/kit/korean is the dialect that Upbit and Bithumb share. What others can use
      too belongs in src/exchange/kit itself.`,
    from: { pathNot: ['^src/exchange/(kit/korean|upbit|bithumb)/', test] },
    to: { path: '^src/exchange/kit/korean/' },
  },
  {
    name: 'test-apart',
    why: `Only tests import from test/. What the product needs too belongs in the product.`,
    from: { pathNot: test },
    to: { path: test },
  },
  {
    name: 'cycle',
    why: `Modules that need one another, if only for a type, cannot be read or tested one by one.
      Move what both need to a module below both.`,
    from: {},
    to: { circular: true },
  },
  {
    name: 'unreachable',
    why: `Nothing that runs leads to this module. Remove it or use it; what only tests use belongs
      in test/kit.`,
    from: { path: entries },
    to: {
      path: '^(bench|src|workflows|activities|drizzle|simulator|scripts)/',
      pathNot: entries,
      reachable: false,
    },
  },
  {
    name: 'unreachable-test',
    why: `No test leads to this module. Remove it or use it.`,
    from: { path: testEntries },
    to: { path: test, pathNot: testEntries, reachable: false },
  },
  {
    name: 'development-package',
    why: `This package is installed for development only: do without, or move it to
      "dependencies".`,
    from: { pathNot: [test, tools] },
    to: { dependencyTypes: ['npm-dev'] },
  },
  {
    name: 'unlisted-package',
    why: `What comes along with another package may go with it: list in package.json what is
      imported.`,
    from: {},
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'unresolved',
    why: `The import leads nowhere, so that no rule can judge it.`,
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'no-floor',
    why: `No rule holds for this module: give its room a floor in scripts/lint/floors.mjs.`,
    from: { pathNot: [...Object.values(floors).map(({ path }) => path), test, tools] },
    to: {},
  },
];

function floorRules([name, { path, own = path, uses, typesOf, packages, node, isInside, why }]) {
  const types = pathsOf(typesOf);
  // Which packages the simulator may use is listed once, for all of it.
  const listed = isInside ? [anyPackage] : words(packages).map(packagePath);
  const to = { pathNot: [own, ...pathsOf(uses), ...types, ...listed] };
  if (node || isInside) to.dependencyTypesNot = ['core'];
  const rule = { name, why, from: { path }, to };
  if (types.length === 0) return [rule];
  const values = { path: types, dependencyTypesNot: ['type-only'] };
  const text = `${why} Of ${words(typesOf).join(' and ')} it imports types only.`;
  return [rule, { name: `${name}-types`, why: text, from: { path }, to: values }];
}

function pathsOf(names) {
  return words(names).map((name) => {
    const path = doors[name] ?? floors[name]?.path;
    if (!path) throw new Error(`no floor and no door is named "${name}"`);
    return path;
  });
}

function words(text = '') {
  return text.split(/\s+/).filter(Boolean);
}

function packagePath(name) {
  return `${anyPackage}${name.replaceAll('.', '\\.')}/`;
}

const rules = [...Object.entries(floors).flatMap(floorRules), ...others];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: rules.map(({ name, why, from, to }) => ({
    name,
    severity: 'error',
    comment: why.replace(/\s+/g, ' '),
    from,
    to,
  })),
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: anyPackage },
    exclude: { path: '^(\\.\\./)?dist/|^(\\.data|coverage)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
