// Amounts are decimal strings and stay strings: the page shows what the server sent.

/**
 * Returns whether an amount is zero.
 *
 * @param {string} amount
 */
export function isZeroAmount(amount) {
  return /^-?0*(\.0*)?$/.test(amount);
}

/**
 * Returns whether an amount is below zero.
 *
 * @param {string} amount
 */
export function isNegativeAmount(amount) {
  return amount.startsWith('-') && !isZeroAmount(amount);
}

/**
 * Returns how much of a whole a part is, in whole percent, rounded down: 100 means all of it.
 *
 * @param {string} part
 * @param {string} whole
 * @returns {number} 0 when the whole is zero
 */
export function percent(part, whole) {
  const digits = Math.max(decimals(part), decimals(whole));
  const divisor = scale(whole, digits);
  return divisor === 0n ? 0 : Number((scale(part, digits) * 100n) / divisor);
}

/** @param {string} amount */
function decimals(amount) {
  return (amount.split('.')[1] ?? '').length;
}

/**
 * @param {string} amount
 * @param {number} digits
 */
function scale(amount, digits) {
  const [whole = '0', fraction = ''] = amount.split('.');
  return BigInt(whole + fraction.padEnd(digits, '0'));
}
