// One changeset of a Liquibase file in formatted SQL. The others are blanked out, so that lines keep
// their places: most of them were applied long ago.

const header = /^\s*--\s*changeset\s+("[^"]+"|[^:]+):("[^"]+"|\S+)/i;
const unquote = (text: string): string => text.replace(/^"(.*)"$/, '$1');

/**
 * The part of a file that belongs to a version, as `file::id::author`; all of it where the file has
 * no such changeset.
 */
export function changesetPart(bytes: Uint8Array, version: string): Uint8Array {
  const lines = Buffer.from(bytes).toString('utf8').split('\n');
  let isOurs = false;
  let found = false;
  const kept = lines.map((line) => {
    const [, author, id] = header.exec(line) ?? [];
    if (author !== undefined && id !== undefined) {
      isOurs = version.endsWith(`::${unquote(id)}::${unquote(author)}`);
      found ||= isOurs;
    }
    return isOurs ? line : '';
  });
  return found ? Buffer.from(kept.join('\n')) : bytes;
}
