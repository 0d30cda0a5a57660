// The user that PostgreSQL runs as. PostgreSQL refuses uid 0, so root hands it to another account;
// anybody else runs it as themselves.
import { readFile } from 'node:fs/promises';

import { EmbeddedServerError } from './errors.ts';
import type { Account, Host } from './host.ts';

// In this order; `_postgres` is the name on macOS.
const candidates = ['postgres', '_postgres', 'nobody'];

/** The account of `name` in the text of a passwd file. */
export function findAccount(passwd: string, name: string): Account | undefined {
  const fields = passwd
    .split('\n')
    .map((line) => line.split(':'))
    .find((line) => line[0] === name);
  const uid = Number(fields?.[2]);
  const gid = Number(fields?.[3]);
  return Number.isInteger(uid) && Number.isInteger(gid) && uid !== 0 ? { uid, gid } : undefined;
}

/**
 * The account to switch to, or undefined when none is needed. Data that exists keeps its owner,
 * unless that is root.
 */
export async function chooseAccount(
  host: Host,
  dataOwner: Account | undefined,
): Promise<Account | undefined> {
  if (host.uid !== 0) return undefined;
  if (dataOwner !== undefined && dataOwner.uid !== 0) return dataOwner;
  const passwd = await readFile('/etc/passwd', 'utf8');
  for (const name of candidates) {
    const account = findAccount(passwd, name);
    if (account !== undefined) return account;
  }
  throw new EmbeddedServerError(
    'PostgreSQL refuses to run as root, and this machine has neither a user postgres nor a user ' +
      'nobody: start hawkwatch as another user, create one of them, or set DATABASE_URL',
  );
}
