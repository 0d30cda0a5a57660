// What became of a file, by what is known of it and what was found. Pure.
import type { FileChangeKind } from '../../core/files.ts';
import type { FileStand, KnownFile } from '../../store/watched-files.ts';
import { contentPart } from './reader/facts.ts';
import type { FileFacts } from './reader/protocol.ts';

export type Verdict = FileChangeKind | 'SAME' | 'TOUCHED';

/** `TOUCHED`: nothing to tell, but it is to be remembered. */
export function judgeFile(
  known: KnownFile | undefined,
  facts: FileFacts | null,
  hash: string | null,
  isFaulty: boolean,
): Verdict {
  if (facts === null) return known === undefined ? 'SAME' : 'REMOVED';
  if (known === undefined) return 'ADDED';
  if (facts.signature === known.signature && !(known.fault !== null && !isFaulty)) return 'SAME';
  const arePermissionsOther =
    facts.mode !== known.mode || facts.uid !== known.uid || facts.gid !== known.gid;
  if (isContentOther(known, facts, hash)) {
    const isOtherFile = facts.inode !== known.inode || facts.target !== known.target;
    return isOtherFile ? 'REPLACED' : 'CHANGED';
  }
  return arePermissionsOther ? 'PERMISSIONS' : 'TOUCHED';
}

function isContentOther(known: KnownFile, facts: FileFacts, hash: string | null): boolean {
  const [before, after] = [contentPart(known.signature), contentPart(facts.signature)];
  if (hash !== null && known.hash !== null) {
    if (hash !== known.hash) return true;
    // The file itself is the same: is there anything in its write-ahead log that was not?
    const log = after.includes('+') ? after.slice(after.indexOf('+')) : '';
    return log !== '' && !before.endsWith(log);
  }
  return before !== after;
}

/** A file as an event tells it. */
export function standOf(facts: FileFacts, hash: string | null): FileStand {
  const { sizeBytes, modifiedMs, mode, uid, gid } = facts;
  return { sizeBytes, modifiedAt: new Date(modifiedMs).toISOString(), hash, mode, uid, gid };
}

/** A file as it was known. */
export function knownStand(known: KnownFile): FileStand {
  const { sizeBytes, modifiedAt, hash, mode, uid, gid } = known;
  return { sizeBytes, modifiedAt: modifiedAt.toISOString(), hash, mode, uid, gid };
}
