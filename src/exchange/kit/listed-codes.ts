const CODE_OR_RANGE = /^(-?)(\d+)(?:\.\.\1(\d+))?$/;
/** A longer range is a slip of the pen: no exchange numbers its codes so densely. */
const LONGEST_RANGE = 200;

/**
 * Returns the codes that a list names, such as `7001 10003..10005 -1011..-1013`: single ones and
 * ranges, separated by blanks. Lists of hundreds of numbers can be read that way.
 *
 * @throws Error for anything else, and for a range that does not count away from zero
 */
export function listedCodes(...lists: readonly string[]): readonly string[] {
  return lists.join(' ').split(' ').flatMap(codesOf);
}

function codesOf(text: string): string[] {
  const [, sign = '', from, to = from] = CODE_OR_RANGE.exec(text) ?? [];
  const [first, last] = [Number(from), Number(to)];
  const isRange = text.includes('..');
  if (from === undefined || last - first > LONGEST_RANGE || (isRange && last <= first)) {
    throw new Error(`code must be like -1011 or 10003..10005, was "${text}"`);
  }
  return Array.from({ length: last - first + 1 }, (_, at) => `${sign}${first + at}`);
}
