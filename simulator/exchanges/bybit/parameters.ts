import type { Call } from '../../http.js';
import { Parameters } from '../kit/parameters.js';
import { isCategory, type Category } from './categories.js';
import { errors } from './errors.js';

const INTEGER = /^\d{1,16}$/;

/** The parameters of one call, from the query or the JSON body. */
export class BybitParameters extends Parameters {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #isReadable: boolean;

  constructor({ method, query, body }: Pick<Call, 'method' | 'query' | 'body'>) {
    super();
    const values = method === 'GET' ? Object.fromEntries(new URLSearchParams(query)) : parse(body);
    this.#isReadable = values !== undefined;
    this.#values = values ?? {};
  }

  /** Throws if the body is not a JSON object. */
  check(): void {
    if (!this.#isReadable) throw errors.parameter('the body is not a JSON object');
  }

  text(name: string): string | undefined {
    const value = this.#values[name];
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value !== 'string') throw errors.parameter(`${name} must be a string`);
    return value;
  }

  integer(name: string): number | undefined {
    const value = this.#values[name];
    if (value === undefined || value === null || value === '') return undefined;
    const text = typeof value === 'number' ? String(value) : this.requiredText(name);
    if (!INTEGER.test(text)) throw errors.parameter(`${name} invalid`);
    return Number(text);
  }

  flag(name: string): boolean {
    const value = this.#values[name];
    return value === true || value === 'true';
  }

  category(): Category {
    const category = this.knownCategory();
    if (!category) throw errors.parameter('Illegal category');
    return category;
  }

  /** Returns the category, or undefined if none is named that the venue plays. Never throws. */
  knownCategory(): Category | undefined {
    const value = this.#values['category'];
    return isCategory(value) ? value : undefined;
  }

  /** Returns the symbol as it was sent, for faults. Never throws. */
  symbolText(): string | null {
    const value = this.#values['symbol'];
    return typeof value === 'string' && value !== '' ? value : null;
  }

  protected missing(name: string): Error {
    return errors.parameter(`${name} is required`);
  }

  protected noDecimal(name: string): Error {
    return errors.parameter(`${name} invalid`);
  }
}

function parse(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined; // the call answers it as a parameter error
  }
}
