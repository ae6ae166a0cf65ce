/**
 * Returns whether a stream worker takes one more account (S7): only if no other one holds fewer.
 *
 * @param held how many accounts it holds
 * @param others how many each of the others holds
 */
export function mayTake(held: number, others: readonly number[]): boolean {
  return others.every((other) => other >= held);
}

/**
 * Returns whether a stream worker gives an account up, so that one that holds fewer can take it.
 */
export function mustGiveUp(held: number, others: readonly number[]): boolean {
  // At a difference of one nothing would be gained: the two would only swap their counts.
  return others.some((other) => held - other >= 2);
}
