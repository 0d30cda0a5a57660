// Making and revoking access tokens, each with its audit entry in the same transaction.
import type { Actor } from '../core/actor.ts';
import {
  ConflictError,
  InvalidInputError,
  NotFoundError,
  type InputIssue,
} from '../core/errors.ts';
import type { Role } from '../core/role.ts';
import { insertAuditEntry } from '../store/audit.ts';
import { findToken, insertToken, revokeToken, type Token } from '../store/tokens.ts';
import { isUuid } from './loaders.ts';
import type { Services } from './services.ts';

export interface TokenRequest {
  readonly name: string;
  readonly role: Role;
  readonly expiresAt?: Date | null | undefined;
}

/** A new token with its text, which is shown this once. */
export interface IssuedToken {
  readonly token: Token;
  readonly text: string;
}

function checkRequest(request: TokenRequest, now: Date): void {
  const issues: InputIssue[] = [];
  const length = request.name.trim().length;
  if (length < 1 || length > 100) {
    issues.push({ path: 'input.name', message: 'must have 1 to 100 characters' });
  }
  if (request.expiresAt instanceof Date && request.expiresAt <= now) {
    issues.push({ path: 'input.expiresAt', message: 'must lie in the future' });
  }
  if (issues.length > 0) throw new InvalidInputError('The token was not made.', issues);
}

/**
 * Makes a token.
 * @throws InvalidInputError when its name or expiry is wrong.
 */
export function issueToken(
  services: Services,
  actor: Actor,
  request: TokenRequest,
): Promise<IssuedToken> {
  const { store, clock, random } = services;
  const now = clock.now();
  checkRequest(request, now);
  const name = request.name.trim();
  const text = `hwk_${random.bytes(32).toString('base64url')}`;
  const id = random.uuid();
  const expiresAt = request.expiresAt ?? null;
  return store.transaction(async (tx) => {
    const fields = { id, text, name, role: request.role, createdBy: actor.name, expiresAt };
    const token = await insertToken(tx, fields, now);
    if (token === undefined) throw new Error('256 random bits came up twice');
    await insertAuditEntry(tx, random, {
      actor,
      action: 'createToken',
      subject: `token:${id}`,
      result: 'ok',
      at: now,
      detail: { name, role: request.role, expiresAt },
    });
    return { token, text };
  });
}

/**
 * Revokes a token for ever; its connections are closed everywhere.
 * @throws NotFoundError when there is none, ConflictError when it is revoked already.
 */
export function withdrawToken(services: Services, actor: Actor, id: string): Promise<Token> {
  const { store, clock, random } = services;
  if (!isUuid(id)) return Promise.reject(tokenNotFound());
  return store.transaction(async (tx) => {
    const now = clock.now();
    const token = await revokeToken(tx, id, now);
    if (token === undefined) {
      if ((await findToken(tx.q, id)) === undefined) throw tokenNotFound();
      throw new ConflictError('This token is revoked already. There is nothing left to do.');
    }
    await insertAuditEntry(tx, random, {
      actor,
      action: 'revokeToken',
      subject: `token:${id}`,
      result: 'ok',
      at: now,
      detail: { name: token.name },
    });
    return token;
  });
}

function tokenNotFound(): NotFoundError {
  return new NotFoundError('There is no such token. `tokens` lists those there are.');
}
