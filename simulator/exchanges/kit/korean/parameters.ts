import { Parameters } from '../parameters.js';
import type { KoreanError } from './errors.js';
import type { RequestFields } from './request-fields.js';
import { readTime } from './seoul-time.js';

/** The parameters of one request, by name. Each exchange has one error for all bad ones. */
export class KoreanParameters extends Parameters {
  readonly #values = new Map<string, string[]>();

  /** `invalid` returns the exchange's error for a parameter without a valid value. */
  constructor(
    fields: RequestFields,
    private readonly invalid: (name: string) => KoreanError,
  ) {
    super();
    for (const [field, value] of fields) {
      const name = field.replace(/\[\d*\]$/, '');
      const values = this.#values.get(name);
      if (values) values.push(value);
      else this.#values.set(name, [value]);
    }
  }

  /** Returns whether a request has a parameter, be it an empty one. */
  has(name: string): boolean {
    return this.#values.has(name);
  }

  text(name: string): string | undefined {
    return this.#values.get(name)?.[0] || undefined;
  }

  /** Returns the values of a list, which may be sent as `a[]=1&a[]=2`, `a[0]=1` or `a=1,2`. */
  list(name: string): readonly string[] {
    return (this.#values.get(name) ?? []).flatMap((value) => value.split(',')).filter(Boolean);
  }

  choice<T extends string>(name: string, choices: readonly T[]): T | undefined {
    const value = this.text(name);
    return value === undefined ? undefined : this.#chosen(name, value, choices);
  }

  choices<T extends string>(name: string, choices: readonly T[]): T[] {
    return this.list(name).map((value) => this.#chosen(name, value, choices));
  }

  /** Returns a count from 1 to `max`. */
  count(name: string, usual: number, max: number): number {
    const value = this.text(name);
    if (value === undefined) return usual;
    const count = Number(value);
    if (!Number.isInteger(count) || count < 1 || count > max) throw this.invalid(name);
    return count;
  }

  time(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const at = readTime(value);
    if (at === undefined) throw this.invalid(name);
    return at;
  }

  protected missing(name: string): Error {
    return this.invalid(name);
  }

  protected noDecimal(name: string): Error {
    return this.invalid(name);
  }

  #chosen<T extends string>(name: string, value: string, choices: readonly T[]): T {
    const found = choices.find((each) => each === value);
    if (found === undefined) throw this.invalid(name);
    return found;
  }
}
