import { MAX_INDEXED_LENGTH } from '../../drizzle/limits.js';

/**
 * The maximum length of an account's or a strategy's name, which are unique. An alert contains its
 * strategy's name, so the edge and the command line accept the same length.
 */
export const MAX_NAME_LENGTH = MAX_INDEXED_LENGTH;
