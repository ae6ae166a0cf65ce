// Amounts are decimal strings and stay strings: what is shown is what the server sent.

/** Tells whether a decimal string is zero. */
export function isZero(text) {
  return /^-?0*(\.0*)?$/.test(text);
}

export function isNegative(text) {
  return text.startsWith('-') && !isZero(text);
}

/** Returns how much of a whole a part is, in whole percent, rounded down: 100 means all of it. */
export function percent(part, whole) {
  const digits = Math.max(decimals(part), decimals(whole));
  const divisor = scale(whole, digits);
  return divisor === 0n ? 0 : Number((scale(part, digits) * 100n) / divisor);
}

function decimals(text) {
  return (text.split('.')[1] ?? '').length;
}

function scale(text, digits) {
  const [whole, fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(digits, '0'));
}
