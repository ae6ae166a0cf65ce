import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Those that may look into the environment, and why; everybody else is handed a value. */
const readersOfTheEnvironment = [
  'src/config.ts', // makes settings of it
  'bin/**', // loads .env before anything else
  'scripts/**', // runs before there are packages
  'src/cli/**', // hands it to the supervisor and to the commands
  'src/supervisor/postgres.ts', // passes PATH on, and nothing else, to Postgres' programs
  'bench/**', // hands its settings to the process that it starts
  'test/**',
];

/** Syntax that is refused everywhere. */
const refusedSyntax = [
  {
    selector: "CallExpression[callee.name='parseFloat']",
    message: 'Money and quantity never touch a float.',
  },
  {
    selector:
      'ObjectExpression > SpreadElement > ObjectExpression, ' +
      'ObjectExpression > SpreadElement > :matches(TSAsExpression, TSSatisfiesExpression) > ObjectExpression',
    message: 'Write the fields plainly: an object spread inside a literal only hides them.',
  },
];

/** All workflows share their modules (src/worker/workflow-code.ts). */
const ofModule = ':matches(Program, Program > ExportNamedDeclaration) > VariableDeclaration';
const stateOfModules = {
  selector: [
    `${ofModule}:not([kind="const"])`,
    `${ofModule} > VariableDeclarator > NewExpression[callee.name=/^(Weak)?(Map|Set)$/]`,
    `${ofModule} > VariableDeclarator > ArrayExpression[elements.length=0]`,
    `${ofModule} > VariableDeclarator > ObjectExpression[properties.length=0]`,
    'PropertyDefinition[static=true]:not([readonly=true])',
  ].join(', '),
  message: 'Keep it in the workflow: what a module holds is shared by all executions.',
};

// Who may import whom stands in scripts/lint/floors.mjs.
export default tseslint.config(
  { ignores: ['dist/**', '.data/**', 'node_modules/**', 'coverage/**'] },
  js.configs.recommended,
  {
    rules: {
      // prettier wraps the code; this is for comments.
      'max-len': [
        'error',
        {
          code: 100,
          ignoreUrls: true,
          ignoreStrings: true,
          ignoreTemplateLiterals: true,
          ignoreRegExpLiterals: true,
        },
      ],
      'no-restricted-syntax': ['error', ...refusedSyntax],
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Add the setting to src/config.ts, and take its value as an argument.',
        },
      ],
    },
  },
  { files: readersOfTheEnvironment, rules: { 'no-restricted-properties': 'off' } },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', URL: 'readonly', fetch: 'readonly' },
    },
  },
  {
    // The page runs in the browser as it is: plain modules, no build step.
    files: ['src/edge/page/**/*.js'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          ['AbortSignal', 'console', 'document', 'EventSource', 'fetch', 'location', 'Node'],
          ['requestAnimationFrame', 'setInterval', 'setTimeout'],
        ]
          .flat()
          .map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  {
    // What the workflows' bundle is made of.
    files: ['workflows/**/*.ts', 'src/domain/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...refusedSyntax, stateOfModules] },
  },
  {
    // The page's tests look at its modules, which tsconfig.json does not know.
    files: ['test/unit/edge/page/**/*.ts'],
    languageOptions: {
      parserOptions: { projectService: false, project: './tsconfig.page.json' },
    },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    // Tests look into JSON answers of every shape; an expectation that does not hold says so.
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
    },
  },
);
