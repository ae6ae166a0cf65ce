import express, { Router, type Response } from 'express';
import type { Authentication } from './authentication.js';

/** `/sign-in`: exchanges a token, from the printed link or from the form, for the page's cookie. */
export function signInRouter(authentication: Authentication): Router {
  const router = Router();
  router.get('/sign-in', (request, response) => {
    const token = request.query['token'];
    if (token === undefined) return sendForm(response, 200);
    signIn(authentication, response, token);
  });
  router.post(
    '/sign-in',
    express.urlencoded({ extended: false, limit: '4kb' }),
    (request, response) => {
      signIn(authentication, response, (request.body as { token?: unknown } | undefined)?.token);
    },
  );
  return router;
}

function signIn(authentication: Authentication, response: Response, token: unknown): void {
  const role = typeof token === 'string' ? authentication.roleOfToken(token) : undefined;
  if (!role) return sendForm(response, 401, 'That token is not known here.');
  authentication.signIn(response, role);
  response.redirect(303, '/');
}

const STYLES = ['base', 'buttons', 'sign-in']
  .map((name) => `<link rel="stylesheet" href="/page/style/${name}.css">`)
  .join('\n');
const HOW_TO_SIGN_IN =
  'Open the sign-in link that <code>npm start</code> prints, ' +
  'or enter the viewer or operator token.';
const TOKEN_INPUT =
  '<input name="token" type="password" autocomplete="current-password" required autofocus>';

/** Sends the form that replaces the page while nobody is signed in. */
export function sendForm(response: Response, status: number, message = ''): void {
  response.status(status).type('html').send(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Filltrail: sign in</title>
${STYLES}
<main class="sign-in">
<h1>Filltrail</h1>
<p>${HOW_TO_SIGN_IN}</p>
<form method="post" action="/sign-in">
<label>Token ${TOKEN_INPUT}</label>
<button>Sign in</button>
</form>
<p role="alert">${message}</p>
</main>
</html>
`);
}
