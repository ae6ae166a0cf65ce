#!/usr/bin/env node
// The one entry of every process and of the command line. Runs the sources through tsx, or the
// compiled product with FILLTRAIL_DIST=1.
import { existsSync } from 'node:fs';

// What is set already stays. A supervised process gets every setting from its supervisor.
if (existsSync('.env') && process.env.FILLTRAIL_SUPERVISED !== '1') process.loadEnvFile('.env');
if (process.env.FILLTRAIL_DIST === '1') {
  const { main } = await import('../dist/src/cli/main.js');
  await main(process.argv);
} else {
  if (!existsSync(new URL('../node_modules/tsx', import.meta.url))) {
    console.error('The packages are not installed. Next step: npm start, or npm ci');
    process.exit(1);
  }
  const { register } = await import('tsx/esm/api');
  register();
  const { main } = await import('../src/cli/main.ts');
  await main(process.argv);
}
