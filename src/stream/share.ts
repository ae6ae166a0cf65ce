/**
 * Tells whether a stream worker takes one more account: unless another one holds fewer.
 *
 * @param held how many it holds
 * @param others how many each of the others holds
 */
export function mayTake(held: number, others: readonly number[]): boolean {
  return others.every((other) => other >= held);
}

/** Tells whether a stream worker gives an account up, so that one which holds fewer takes it. */
export function mustGiveUp(held: number, others: readonly number[]): boolean {
  // At a difference of one nothing would be gained: the two would change places.
  return others.some((other) => held - other >= 2);
}
