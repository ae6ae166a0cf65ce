const SEOUL_OFFSET_MS = 9 * 60 * 60 * 1000;

/** Returns a time as orders show it, and Bithumb's fills: in Seoul, to the second. */
export function seoulSeconds(at: number): string {
  return `${seoul(at).slice(0, 19)}+09:00`;
}

/** Returns a time as Upbit's fills show it: in Seoul, to the millisecond. */
export function seoulMilliseconds(at: number): string {
  return `${seoul(at).slice(0, 23)}+09:00`;
}

/** Reads a time in milliseconds or ISO 8601. Returns undefined for anything else. */
export function readTime(text: string): number | undefined {
  const at = /^\d{1,15}$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

function seoul(at: number): string {
  return new Date(at + SEOUL_OFFSET_MS).toISOString();
}
