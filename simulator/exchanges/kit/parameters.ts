import { Decimal } from '../../decimal.js';

const DECIMAL = /^\d{1,20}(\.\d{1,20})?$/;

/** The parameters of one request, by name. Unknown ones are ignored. */
export abstract class Parameters {
  /** Returns the text of a parameter, or undefined if it is missing or empty. */
  abstract text(name: string): string | undefined;
  /** Returns the exchange's error for a missing parameter. */
  protected abstract missing(name: string): Error;
  /** Returns the exchange's error for a text that is not a decimal. */
  protected abstract noDecimal(name: string): Error;

  requiredText(name: string): string {
    return this.#required(name, this.text(name));
  }

  decimal(name: string): Decimal | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (!DECIMAL.test(value)) throw this.noDecimal(name);
    return new Decimal(value);
  }

  requiredDecimal(name: string): Decimal {
    return this.#required(name, this.decimal(name));
  }

  #required<T>(name: string, value: T | undefined): T {
    if (value === undefined) throw this.missing(name);
    return value;
  }
}
