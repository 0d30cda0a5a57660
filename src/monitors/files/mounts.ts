// Which paths lie on file systems that may hang and that tell nothing of changes made elsewhere. Read
// from the kernel's own list, which never hangs itself.
import { readFile } from 'node:fs/promises';

const remote =
  /^(?:nfs\d?|cifs|smb\d?|smbfs|9p|ceph|afs|lustre|gpfs|beegfs|ocfs2|gfs2|glusterfs|virtiofs|vboxsf|autofs|fuse(?:\..+)?|drvfs)$/;

interface Mount {
  readonly folder: string;
  readonly type: string;
}

/** The mounts that a text in the form of `/proc/self/mountinfo` lists. */
export function parseMounts(text: string): readonly Mount[] {
  return text.split('\n').flatMap((line) => {
    const [before = '', after = ''] = line.split(' - ');
    const folder = before.split(' ')[4];
    const type = after.split(' ')[0];
    if (folder === undefined || type === undefined || type === '') return [];
    const plain = folder.replaceAll(/\\([0-7]{3})/g, (_all, code: string) =>
      String.fromCharCode(Number.parseInt(code, 8)),
    );
    return [{ folder: plain, type }];
  });
}

/** True for a path on a network mount, or on one that a program of its own serves. */
export function isRemote(mounts: readonly Mount[], path: string): boolean {
  let nearest: Mount | undefined;
  for (const mount of mounts) {
    const { folder } = mount;
    const holds = folder === '/' || path === folder || path.startsWith(`${folder}/`);
    // A later one covers an earlier one of the same folder.
    if (holds && folder.length >= (nearest?.folder.length ?? 0)) nearest = mount;
  }
  return nearest !== undefined && remote.test(nearest.type);
}

/** The machine's mounts; none where the system does not list them. */
export async function readMounts(): Promise<readonly Mount[]> {
  try {
    return parseMounts(await readFile('/proc/self/mountinfo', 'utf8'));
  } catch {
    // Not Linux: then `poll` says which mounts are remote.
    return [];
  }
}
