import { fileURLToPath } from 'node:url';

/** The folder of the checkout, from the sources and from `dist` alike. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(
  /[\\/]dist[\\/]$/,
  '/',
);
