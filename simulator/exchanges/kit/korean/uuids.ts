import { createHash } from 'node:crypto';

const UUID_TAIL = /-([0-9a-f]{12})$/;

/**
 * Returns the uuid with which an exchange shows something that has a number here. It is always the
 * same, so nothing has to be stored, and it ends with the number.
 */
export function uuidOf(kind: string, number: number): string {
  const digest = createHash('sha256').update(`${kind} ${number}`).digest('hex');
  const tail = number.toString(16).padStart(12, '0');
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `4${digest.slice(12, 15)}`,
    `a${digest.slice(15, 18)}`,
    tail,
  ].join('-');
}

/** Returns the number that a uuid of this kind stands for, or undefined for any other. */
export function numberOf(kind: string, uuid: string): number | undefined {
  const [, tail] = UUID_TAIL.exec(uuid) ?? [];
  if (tail === undefined) return undefined;
  const number = parseInt(tail, 16);
  return uuidOf(kind, number) === uuid ? number : undefined;
}
