// The few things that the page does with the document itself.

/**
 * Returns an element with text, or other nodes, inside. Text goes in as text nodes only, so nothing
 * in it can act as markup.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} className none when empty
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
 * @throws {Error} when there is none
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page must have an element "${id}"`);
  return found;
}
