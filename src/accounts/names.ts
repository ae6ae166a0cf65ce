/**
 * The longest name of an account or a strategy. An alert carries its strategy's name, so the edge
 * reads names as long as the command line takes them. Names are unique: an entry of their index has
 * room for 2,704 bytes, and 200 characters are 800 bytes at most.
 */
export const MAX_NAME_LENGTH = 200;
