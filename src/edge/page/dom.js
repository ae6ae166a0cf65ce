// The few operations that the page needs on the document itself.

/**
 * Returns an element with text or other nodes inside. Text becomes text nodes only, so none of it
 * can act as markup.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} className empty for none
 * @param {...(Node | string | number)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children.map((child) => (child instanceof Node ? child : String(child))));
  return node;
}

/**
 * Returns an element of index.html.
 *
 * @param {string} id
 * @returns {HTMLElement}
 * @throws {Error} when there is none with this id
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page must have an element "${id}"`);
  return found;
}
