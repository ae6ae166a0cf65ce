import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { Request, RequestHandler, Response } from 'express';
import type { Secret } from '../observability/secret.js';
import { Problem } from './problem.js';

export type Role = 'viewer' | 'operator';

export interface Tokens {
  readonly operator: Secret | undefined;
  readonly viewer: Secret | undefined;
}

const COOKIE = 'filltrail_session';
const SESSION_SECONDS = 30 * 24 * 3600;

/** Decides who may do what, from bearer tokens and the page's HttpOnly cookie. */
export class Authentication {
  constructor(private readonly tokens: Tokens) {}

  /** Lets viewers and operators pass. @throws Problem 401 */
  readonly viewer: RequestHandler = (request, _response, next) => {
    if (this.roleOf(request) === undefined) throw notAuthenticated();
    next();
  };

  /** Lets operators pass. @throws Problem 401 or 403 */
  readonly operator: RequestHandler = (request, _response, next) => {
    const role = this.roleOf(request);
    if (role === undefined) throw notAuthenticated();
    if (role !== 'operator') {
      throw new Problem(
        403,
        'OPERATOR_ONLY',
        'this needs the operator token, the viewer token came',
      );
    }
    next();
  };

  /** Returns the role that a token stands for. */
  roleOfToken(token: string): Role | undefined {
    if (isSame(token, this.tokens.operator)) return 'operator';
    return isSame(token, this.tokens.viewer) ? 'viewer' : undefined;
  }

  /**
   * Sets the page's cookie. It does not contain the token, and changing the token invalidates it.
   */
  signIn(response: Response, role: Role): void {
    response.append(
      'Set-Cookie',
      stringifySetCookie({
        name: COOKIE,
        value: `${role}.${this.#seal(role)}`,
        httpOnly: true,
        sameSite: 'strict',
        path: '/',
        maxAge: SESSION_SECONDS,
      }),
    );
  }

  /** Returns the role of a request's sender, from its bearer token or else from its cookie. */
  roleOf(request: Request): Role | undefined {
    const bearer = /^Bearer +(\S+)$/i.exec(request.get('authorization') ?? '')?.[1];
    if (bearer !== undefined) return this.roleOfToken(bearer);
    const cookie = parseCookie(request.get('cookie') ?? '')[COOKIE] ?? '';
    const [role, seal] = cookie.split('.');
    if ((role !== 'operator' && role !== 'viewer') || !seal || isForeign(request)) return undefined;
    return safeEqual(seal, this.#seal(role)) ? role : undefined;
  }

  #seal(role: Role): string {
    const token = (role === 'operator' ? this.tokens.operator : this.tokens.viewer)?.reveal();
    // Without a token nobody can sign in, and no seal may match.
    if (token === undefined) return '';
    return createHmac('sha256', token).update(`filltrail session ${role}`).digest('base64url');
  }
}

/**
 * Returns whether another site's page sent the request. Such a page must not act with our cookie.
 */
function isForeign(request: Request): boolean {
  const origin = request.get('origin');
  return origin !== undefined && !origin.endsWith(`://${request.get('host') ?? ''}`);
}

function isSame(token: string, expected: Secret | undefined): boolean {
  return expected !== undefined && safeEqual(token, expected.reveal());
}

/** Compares in constant time, even if the lengths differ. */
function safeEqual(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return right !== '' && timingSafeEqual(digest(left), digest(right));
}

function notAuthenticated(): Problem {
  return new Problem(
    401,
    'NOT_AUTHENTICATED',
    'this needs "Authorization: Bearer <token>" with the viewer or operator token',
    undefined,
    { 'WWW-Authenticate': 'Bearer' },
  );
}
