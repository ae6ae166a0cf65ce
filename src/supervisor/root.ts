import { fileURLToPath } from 'node:url';

/** The folder of the checkout, whether this runs from the sources or from `dist`. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(
  /[\\/]dist[\\/]$/,
  '/',
);
