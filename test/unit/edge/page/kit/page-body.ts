import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const path = join(import.meta.dirname, '../../../../../src/edge/page/index.html');

/** Fills the document with the body of index.html. */
export function showPageBody(): void {
  const body = /<body>(.*)<\/body>/s.exec(readFileSync(path, 'utf8'))?.[1];
  if (body === undefined) throw new Error('expected index.html to have a body');
  document.body.innerHTML = body;
}

/**
 * Returns the text of an element.
 *
 * @throws {Error} when the selector finds none
 */
export function textOf(selector: string): string {
  return find(selector).textContent;
}

/**
 * Returns an element.
 *
 * @throws {Error} when the selector finds none
 */
export function find(selector: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`expected an element ${selector}`);
  return found;
}
