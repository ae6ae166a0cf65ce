import { SETTING_NAMES } from '../config.js';

/** What a product that brings everything itself still takes from its user: where the tools are. */
const KEPT: readonly string[] = ['TEMPORAL_CLI'];

/**
 * Blanks every setting of the user: demo, benchmark and tests bring everything themselves, and send
 * no operator alerts.
 */
export const BLANK_SETTINGS: Readonly<Record<string, string>> = Object.fromEntries(
  SETTING_NAMES.filter((name) => !KEPT.includes(name)).map((name) => [name, '']),
);
