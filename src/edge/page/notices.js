// Messages to the person at the page.
import { element } from './dom.js';

/** @typedef {import('./api.js').ApiError} ApiError */

const STAYS_MS = 8_000;
const MOST_NOTICES = 4;

/**
 * Shows how an action ended. Good news disappears by itself.
 *
 * @param {HTMLElement} list
 * @param {'done' | 'problem'} tone
 * @param {...(Node | string)} children
 */
export function say(list, tone, ...children) {
  const notice = element('p', `notice notice-${tone}`, ...children);
  const close = element('button', 'close', '×');
  close.type = 'button';
  close.setAttribute('aria-label', 'Dismiss');
  close.addEventListener('click', () => notice.remove());
  notice.append(close);
  list.prepend(notice);
  while (list.children.length > MOST_NOTICES) list.lastElementChild?.remove();
  if (tone === 'done') setTimeout(() => notice.remove(), STAYS_MS);
}

/**
 * Returns the text for an error: what happened, and what to do next.
 *
 * @param {ApiError} error
 * @param {{ isRetried?: boolean }} [options] whether the page makes the call again by itself
 * @returns {(Node | string)[]}
 */
export function explain(error, { isRetried = true } = {}) {
  switch (error.status) {
    case 0:
      return ['Filltrail does not answer. Start it with ', code('npm start'), comesBack];
    case 401:
      return ['You are not signed in, or the token was changed. ', signIn('Sign in'), '.'];
    case 403:
      return [
        'You are signed in as a viewer, who may look but not act. ',
        signIn('Sign in with the operator token'),
        ' to do this.',
      ];
    case 503:
      return [sentence(error.message), ...(isRetried ? [' This page tries again by itself.'] : [])];
    default:
      return error.status >= 500 && error.requestId
        ? [sentence(error.message), ' Request id: ', code(error.requestId)]
        : [sentence(error.message)];
  }
}

const comesBack = '; this page comes back by itself.';

/** @param {string} text */
function sentence(text) {
  const trimmed = text.trim();
  const end = /[.!?]$/.test(trimmed) ? '' : '.';
  return `${trimmed.charAt(0).toUpperCase()}${trimmed.slice(1)}${end}`;
}

/** @param {string} label */
function signIn(label) {
  const link = element('a', '', label);
  link.href = '/sign-in';
  return link;
}

/** @param {string} text */
function code(text) {
  return element('code', '', text);
}
