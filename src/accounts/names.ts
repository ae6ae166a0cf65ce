/**
 * The maximum length of an account's or a strategy's name. An alert contains its strategy's name,
 * so the edge and the command line accept the same length. Names are unique: an entry of their
 * index has room for 2,704 bytes, and 200 characters are 800 bytes at most.
 */
export const MAX_NAME_LENGTH = 200;
