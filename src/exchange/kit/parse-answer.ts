import { ExchangeFailure } from '../failure.js';

/** Names a call and its exchange in messages: `somewhere GET order`. */
export interface CallName {
  readonly exchange: string;
  readonly call: string;
}

interface NotParsed {
  readonly issues: readonly { path: PropertyKey[]; message: string }[];
}

/** Returns the name of a call for messages. */
export function nameOf({ exchange, call }: CallName): string {
  return `${exchange} ${call}`;
}

/**
 * Names the fields that are not as documented, with the reasons.
 *
 * @param whole the name of the whole, for problems that belong to no single field
 */
export function notAsDocumented({ issues }: NotParsed, whole: string): string {
  return issues
    .slice(0, 3)
    .map((issue) => `${issue.path.map(String).join('.') || whole}: ${issue.message}`)
    .join('; ');
}

/**
 * Parses an answer by a schema's `safeParse`.
 *
 * @throws ExchangeFailure of origin `unreadable` that names call and field (P4)
 */
export function parseAnswer<T>(
  what: CallName,
  schema: {
    safeParse(value: unknown): { success: true; data: T } | { success: false; error: NotParsed };
  },
  answer: unknown,
): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const problem = notAsDocumented(parsed.error, 'answer');
  throw new ExchangeFailure(
    `${nameOf(what)}: the answer is not as documented: ${problem}`,
    'unreadable',
  );
}

/** Returns the failure of an answer about another order than the one that was asked for (P2). */
export function aboutAnotherOrder(
  what: CallName,
  expected: string | undefined,
  found: string | null,
): ExchangeFailure {
  return new ExchangeFailure(
    `${nameOf(what)}: the answer is about another order: expected ${expected}, was ${found}`,
    'unreadable',
  );
}
