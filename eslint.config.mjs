import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/**', '.data/**', 'node_modules/**', 'coverage/**'] },
  js.configs.recommended,
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
          ['AbortSignal', 'document', 'EventSource', 'fetch', 'location', 'Node'],
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
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.name='parseFloat']",
          message: 'Money and quantity never touch a float.',
        },
      ],
    },
  },
  {
    // The page's tests look at its modules, which tsconfig.json does not know.
    files: ['test/unit/edge/page/**/*.ts'],
    languageOptions: {
      parserOptions: { projectService: false, project: './tsconfig.page.json' },
    },
  },
  {
    // One direction of imports (docs/design.md): the domain imports nothing of ours.
    files: ['src/domain/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            '../*',
            '@temporalio/*',
            'drizzle-orm*',
            'postgres',
            'ccxt',
            'express',
            'node:*',
          ],
        },
      ],
    },
  },
  {
    files: ['workflows/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['../activities/*', '../drizzle/*', '../src/!(domain)/**', 'node:*'],
              allowTypeImports: true,
            },
          ],
        },
      ],
    },
  },
  {
    // The simulated exchange stands in for somebody else's server: it imports nothing of the product, and nothing imports it.
    files: ['simulator/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: ['**/src/**', '**/activities/**', '**/drizzle/**', '**/workflows/**'] },
      ],
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
