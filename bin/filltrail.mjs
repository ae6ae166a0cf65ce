#!/usr/bin/env node
// The one entry of every process and of the command line. Runs the sources through tsx, or the
// compiled product with FILLTRAIL_DIST=1.
import { existsSync } from 'node:fs';

if (existsSync('.env')) process.loadEnvFile('.env'); // what is set already stays
if (process.env.FILLTRAIL_DIST === '1') {
  await import('../dist/src/cli/main.js').then(({ main }) => main(process.argv));
} else {
  const { register } = await import('tsx/esm/api');
  register();
  const { main } = await import('../src/cli/main.ts');
  await main(process.argv);
}
