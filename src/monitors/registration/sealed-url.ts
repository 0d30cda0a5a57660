// The URL of a registered database, sealed with this hawkwatch's key and bound to the database's name:
// copied to another row it does not open. A URL that does not open is a problem in words, no exception.
import { databaseUrlFault } from '../../core/database-url.ts';
import type { RegisteredDatabase } from '../../store/registered-databases.ts';
import type { Sealer } from '../../store/sealing.ts';

const contextOf = (name: string): string => `registered-database:${name}`;

export type OpenedUrl =
  | { readonly url: string; readonly problem: null }
  | { readonly url: null; readonly problem: string };

/** Seals a URL for the database of that name. */
export function sealUrl(
  sealer: Sealer,
  name: string,
  url: string,
): Pick<RegisteredDatabase, 'keyId' | 'sealedUrl'> {
  return { keyId: sealer.keyId, sealedUrl: sealer.seal(Buffer.from(url), contextOf(name)) };
}

/** The URL of a registered database, or why it cannot be read here and what to do. */
export function openUrl(
  sealer: Sealer,
  { name, keyId, sealedUrl }: Pick<RegisteredDatabase, 'name' | 'keyId' | 'sealedUrl'>,
): OpenedUrl {
  const advice = 'or give its URL again with updateDatabase';
  if (keyId !== sealer.keyId) {
    const problem =
      `its URL was sealed with another key (${keyId}, here it is ${sealer.keyId}): set ` +
      `HAWKWATCH_SECRET_KEY to that key, ${advice}`;
    return { url: null, problem };
  }
  let url: string;
  try {
    url = sealer.open(sealedUrl, contextOf(name)).toString();
  } catch {
    // The key is the right one, so the bytes are not what was written.
    return { url: null, problem: `its sealed URL was changed in the store: restore it, ${advice}` };
  }
  const fault = databaseUrlFault(url);
  return fault === undefined
    ? { url, problem: null }
    : { url: null, problem: `its URL ${fault}: give it again with updateDatabase` };
}
