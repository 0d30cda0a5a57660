// Access tokens. Only their SHA-256 is stored; a token has 256 random bits, so a fast hash is
// enough. Making and revoking one is announced, so that every replica acts on it at once.
import { hash } from 'node:crypto';

import { z } from 'zod';

import { and, asc, eq, isNotNull, isNull, ne } from './drizzle.ts';
import { defineEvent } from '../core/events.ts';
import { roles, type Role } from '../core/role.ts';
import { tokens } from './schema/index.ts';
import type { Queryable, StoreTransaction } from './store.ts';

const tokenFact = z.object({ id: z.string(), name: z.string(), role: z.enum(roles) });

export const tokenCreated = defineEvent({
  type: 'token.created',
  version: 1,
  audience: 'admin',
  schema: tokenFact,
});

export const tokenRevoked = defineEvent({
  type: 'token.revoked',
  version: 1,
  audience: 'admin',
  schema: tokenFact,
});

export interface Token {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

const columns = {
  id: tokens.id,
  name: tokens.name,
  role: tokens.role,
  createdAt: tokens.createdAt,
  createdBy: tokens.createdBy,
  expiresAt: tokens.expiresAt,
  revokedAt: tokens.revokedAt,
};

type TokenRow = Omit<Token, 'role'> & { readonly role: string };

function toToken(row: TokenRow): Token {
  return { ...row, role: z.enum(roles).parse(row.role) };
}

/** What is stored of a token. */
export function hashToken(token: string): string {
  return hash('sha256', token);
}

/** The token with this text, also when it is revoked or has expired. */
export async function findTokenByText(q: Queryable, text: string): Promise<Token | undefined> {
  const [row] = await q
    .select(columns)
    .from(tokens)
    .where(eq(tokens.hash, hashToken(text)));
  return row === undefined ? undefined : toToken(row);
}

export async function findToken(q: Queryable, id: string): Promise<Token | undefined> {
  const [row] = await q.select(columns).from(tokens).where(eq(tokens.id, id));
  return row === undefined ? undefined : toToken(row);
}

/** All tokens, oldest first. */
export async function listTokens(q: Queryable): Promise<Token[]> {
  const rows = await q.select(columns).from(tokens).orderBy(asc(tokens.createdAt), asc(tokens.id));
  return rows.map(toToken);
}

export interface NewToken {
  readonly id: string;
  readonly text: string;
  readonly name: string;
  readonly role: Role;
  readonly createdBy: string;
  readonly expiresAt: Date | null;
}

/** Stores a token's hash; a token that is there already stays as it is. */
export async function insertToken(
  tx: StoreTransaction,
  token: NewToken,
  now: Date,
): Promise<Token | undefined> {
  const { text, ...rest } = token;
  const [row] = await tx.q
    .insert(tokens)
    .values({ ...rest, hash: hashToken(text), createdAt: now })
    .onConflictDoNothing()
    .returning(columns);
  if (row === undefined) return undefined;
  tx.append(
    tokenCreated.create({
      subject: `token:${token.id}`,
      occurredAt: now,
      payload: { id: token.id, name: token.name, role: token.role },
    }),
  );
  return toToken(row);
}

/**
 * Makes a revoked token valid again, which only the environment may ask for: it names the admin's
 * token anew at each start.
 */
export async function restoreToken(tx: StoreTransaction, text: string): Promise<Token | undefined> {
  const [row] = await tx.q
    .update(tokens)
    .set({ revokedAt: null })
    .where(and(eq(tokens.hash, hashToken(text)), isNotNull(tokens.revokedAt)))
    .returning(columns);
  return row === undefined ? undefined : toToken(row);
}

/** Revokes a token; undefined when there is none that was valid. */
export async function revokeToken(
  tx: StoreTransaction,
  id: string,
  now: Date,
): Promise<Token | undefined> {
  const [row] = await tx.q
    .update(tokens)
    .set({ revokedAt: now })
    .where(and(eq(tokens.id, id), isNull(tokens.revokedAt)))
    .returning(columns);
  if (row === undefined) return undefined;
  const token = toToken(row);
  tx.append(
    tokenRevoked.create({
      subject: `token:${id}`,
      occurredAt: now,
      payload: { id, name: token.name, role: token.role },
    }),
  );
  return token;
}

/** Valid tokens that `createdBy` made, but the one with this text: what a changed setting replaces. */
export async function listTokensReplacedBy(
  q: Queryable,
  createdBy: string,
  text: string,
): Promise<Token[]> {
  const rows = await q
    .select(columns)
    .from(tokens)
    .where(
      and(
        eq(tokens.createdBy, createdBy),
        isNull(tokens.revokedAt),
        ne(tokens.hash, hashToken(text)),
      ),
    );
  return rows.map(toToken);
}
