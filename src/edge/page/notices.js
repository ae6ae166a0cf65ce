// What the page says to the person in front of it.
import { element } from './cells.js';

const STAYS_MS = 8_000;

/** Says how an action ended; good news leaves by itself. */
export function say(list, tone, ...children) {
  const notice = element('p', `notice notice-${tone}`, ...children);
  const close = element('button', 'close', '×');
  close.type = 'button';
  close.setAttribute('aria-label', 'Dismiss');
  close.addEventListener('click', () => notice.remove());
  notice.append(close);
  list.prepend(notice);
  while (list.children.length > 4) list.lastElementChild.remove();
  if (tone === 'done') setTimeout(() => notice.remove(), STAYS_MS);
}

/** Returns what to tell of a problem: what happened, and the next step. */
export function explain(problem) {
  switch (problem.status) {
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
      return [sentence(problem.message), ' This page tries again by itself.'];
    default:
      return problem.status >= 500 && problem.requestId
        ? [sentence(problem.message), ' Request id: ', code(problem.requestId)]
        : [sentence(problem.message)];
  }
}

const comesBack = '; this page comes back by itself.';

function sentence(text) {
  const trimmed = text.trim();
  return `${trimmed.charAt(0).toUpperCase()}${trimmed.slice(1)}${/[.!?]$/.test(trimmed) ? '' : '.'}`;
}

function signIn(label) {
  const link = element('a', '', label);
  link.href = '/sign-in';
  return link;
}

function code(text) {
  return element('code', '', text);
}
