// The facts of one file. A link counts as the file it leads to: its facts are those of the file.
import { isDatabasePath, walSuffixes } from '../companions.ts';
import { maskingVersion } from '../masking/version.ts';
import type { FileAccess, RawStat } from './file-access.ts';
import type { FileFacts } from './protocol.ts';

const masking = `|masked${maskingVersion}.`;

/** True when what was stored with this signature went through the masking of today. */
export function isMaskedAsNow(signature: string): boolean {
  return signature.startsWith(masking, signature.indexOf('|'));
}

/** What a signature says of the content; the rest is about masking, permissions and links. */
export function contentPart(signature: string): string {
  return signature.slice(0, signature.indexOf('|'));
}

/** Facts by what was seen of the file itself. */
export function factsOf(
  access: FileAccess,
  path: string,
  stat: RawStat,
  target: string | null,
): FileFacts {
  let wal = '';
  if (isDatabasePath(path)) {
    for (const suffix of walSuffixes) {
      const log = access.stat(path + suffix, false);
      // An empty one is there whenever the database is open.
      if (log !== undefined && log.size > 0) wal += `+${log.size}.${log.mtimeNs}`;
    }
  }
  const { size, mtimeNs, ino, ctimeNs, mode, uid, gid } = stat;
  return {
    path,
    sizeBytes: size,
    modifiedMs: Number(mtimeNs / 1_000_000n),
    inode: String(ino),
    mode,
    uid,
    gid,
    target,
    signature: `${size}.${mtimeNs}${wal}${masking}${ino}.${ctimeNs}.${mode}.${uid}.${gid}.${target ?? ''}`,
  };
}

/** The facts of what is at a path; null when that is no file. @throws what the file system says */
export function readFacts(access: FileAccess, path: string): FileFacts | null {
  const own = access.stat(path, false);
  if (own === undefined) return null;
  if (!own.isLink) return own.isFile ? factsOf(access, path, own, null) : null;
  const stat = access.stat(path, true);
  if (stat === undefined || !stat.isFile) return null;
  return factsOf(access, path, stat, access.realPath(path));
}
