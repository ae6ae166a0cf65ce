/** The orders that a client subscribes to: those of the markets that it names, or all. */
export interface Subscription {
  readonly codes: ReadonlySet<string> | null;
  readonly format: 'DEFAULT' | 'SIMPLE';
}

/** An error as a stream sends it. */
export class StreamError extends Error {
  constructor(
    readonly errorName: 'WRONG_FORMAT' | 'NO_TICKET' | 'NO_TYPE' | 'INVALID_PARAM',
    message: string,
  ) {
    super(message);
  }

  frame(): string {
    return JSON.stringify({ error: { name: this.errorName, message: this.message } });
  }
}

type Part = Readonly<Record<string, unknown>>;

const FORMATS = ['DEFAULT', 'SIMPLE'] as const;

/**
 * Reads a subscribe frame. Returns null if it asks only for something other than orders, which no
 * private stream here carries.
 */
export function readSubscription(
  text: string,
  isMarket: (code: string) => boolean,
): Subscription | null {
  const parts = partsOf(text);
  if (!parts.some(({ ticket }) => typeof ticket === 'string')) {
    throw new StreamError('NO_TICKET', 'The ticket field is missing.');
  }
  const typed = parts.filter(({ type }) => type !== undefined);
  if (typed.length === 0) throw new StreamError('NO_TYPE', 'The type field is missing.');
  const unknown = typed.find(({ type }) => type !== 'myOrder' && type !== 'myAsset');
  if (unknown) throw invalid(`type ${String(unknown['type'])}`);
  const orders = typed.find(({ type }) => type === 'myOrder');
  return orders ? { codes: codesOf(orders, isMarket), format: formatOf(parts) } : null;
}

function partsOf(text: string): readonly Part[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw wrongFormat();
  }
  if (!Array.isArray(value)) throw wrongFormat();
  return value.map((part: unknown) => {
    if (typeof part !== 'object' || part === null) throw wrongFormat();
    return part as Part;
  });
}

function codesOf({ codes }: Part, isMarket: (code: string) => boolean): Subscription['codes'] {
  if (codes === undefined) return null;
  if (!Array.isArray(codes)) throw invalid('codes');
  const named = codes.map((code: unknown) => {
    if (typeof code !== 'string' || !isMarket(code)) throw invalid(`code ${String(code)}`);
    return code;
  });
  return named.length === 0 ? null : new Set(named);
}

function formatOf(parts: readonly Part[]): Subscription['format'] {
  const wanted = parts.find(({ format }) => format !== undefined)?.['format'];
  if (wanted === undefined) return 'DEFAULT';
  const format = FORMATS.find((each) => each === wanted);
  if (!format) throw invalid(`format ${JSON.stringify(wanted)}`);
  return format;
}

function wrongFormat(): StreamError {
  return new StreamError('WRONG_FORMAT', 'The format of the request is wrong.');
}

function invalid(what: string): StreamError {
  return new StreamError('INVALID_PARAM', `The parameter is invalid: ${what}.`);
}
