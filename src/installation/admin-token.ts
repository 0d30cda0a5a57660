// The first admin token: the one the environment gives, or one that is made at the first start and
// kept in the state directory. It is never logged.
import type { Clock } from '../core/clock.ts';
import { systemActor } from '../core/actor.ts';
import type { Random } from '../core/random.ts';
import { insertAuditEntry } from '../store/audit.ts';
import type { Store, StoreTransaction } from '../store/store.ts';
import {
  findTokenByText,
  insertToken,
  listTokens,
  listTokensReplacedBy,
  restoreToken,
  revokeToken,
} from '../store/tokens.ts';
import { ensureSecretFile, findSecretFile } from './secret-files.ts';

export interface AdminTokenOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly stateDirectory: string;
  /** HAWKWATCH_ADMIN_TOKEN. */
  readonly given: string | undefined;
}

const fileName = 'admin-token';
const fromEnvironment = 'environment';
const fromInstallation = 'installation';

/** A new token: 256 random bits, recognisable by secret scanners through its prefix. */
export function makeTokenText(random: Random): string {
  return `hwk_${random.bytes(32).toString('base64url')}`;
}

/**
 * Makes sure that an admin can come in, and returns the token where this process knows it:
 * undefined when an earlier installation on the same store made one elsewhere.
 */
export async function ensureAdminToken(options: AdminTokenOptions): Promise<string | undefined> {
  const { store, clock, random, stateDirectory, given } = options;
  const keep = (text: string, from: string): Promise<void> =>
    store.transaction((tx) => keepAdminToken(tx, { text, from, random, now: clock.now() }));
  if (given !== undefined) {
    await keep(given, fromEnvironment);
    return given;
  }
  const known = await findSecretFile(stateDirectory, fileName);
  if (known !== undefined) {
    const stored = await findTokenByText(store.q, known);
    if (stored === undefined) await keep(known, fromInstallation);
    // Somebody revoked it: it opens nothing, so it is not shown.
    return stored?.revokedAt == null ? known : undefined;
  }
  const tokens = await listTokens(store.q);
  if (tokens.some((token) => token.role === 'admin' && token.revokedAt === null)) return undefined;
  const made = await ensureSecretFile(stateDirectory, fileName, () => makeTokenText(random));
  await keep(made, fromInstallation);
  return made;
}

/** Stores the token; the environment's replaces the one it gave before. */
async function keepAdminToken(
  tx: StoreTransaction,
  token: { text: string; from: string; random: Random; now: Date },
): Promise<void> {
  const { text, from, random, now } = token;
  const replaced =
    from === fromEnvironment ? await listTokensReplacedBy(tx.q, fromEnvironment, text) : [];
  for (const old of replaced) await revokeToken(tx, old.id, now);
  const made = { id: random.uuid(), name: 'admin', role: 'admin', createdBy: from } as const;
  const inserted =
    (await insertToken(tx, { ...made, text, expiresAt: null }, now)) ??
    (from === fromEnvironment ? await restoreToken(tx, text) : undefined);
  if (inserted === undefined) return;
  await insertAuditEntry(tx, random, {
    actor: systemActor,
    action: 'createToken',
    subject: `token:${inserted.id}`,
    result: 'ok',
    at: now,
    detail: { name: made.name, role: made.role, from },
  });
}
