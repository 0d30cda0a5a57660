// Which mounts are disks that can fill up. Pure. Left out are file systems of the kernel and of memory,
// images that are full by nature, and all but the first mount of one file system.

export interface Mount {
  readonly path: string;
  /** As `ext4`. */
  readonly type: string;
  /** It may take forever to answer. */
  readonly isRemote: boolean;
}

const remote = new Set([
  'nfs',
  'nfs4',
  'cifs',
  'smb3',
  'smbfs',
  'ceph',
  'glusterfs',
  'lustre',
  'afs',
  'ncpfs',
  '9p',
  'virtiofs',
  'beegfs',
  'gpfs',
  'ocfs2',
  'davfs',
]);

// A disk that can fill up and is of no device that could be named.
const withoutDevice = new Set(['overlay', 'btrfs', 'zfs', 'bcachefs', ...remote]);
// Files that a container engine puts over those of an image.
const singleFiles = new Set(['/etc/hosts', '/etc/hostname', '/etc/resolv.conf']);
const neverShown = new Set(['squashfs', 'iso9660', 'udf', 'erofs', 'cramfs', 'fuse.snapfuse']);

const unescape = (text: string): string =>
  text.replaceAll(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );

/** A pattern in which `*` stands for any characters. */
function matches(pattern: string, path: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(path);
}

/** The disks of `/proc/self/mountinfo`, by path. */
export function parseMounts(text: string, exclude: readonly string[] = []): readonly Mount[] {
  const byDevice = new Map<string, Mount>();
  for (const line of text.split('\n')) {
    // 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw
    const [before = '', after = ''] = line.split(' - ');
    const fields = before.split(' ');
    const [type = '', source = ''] = after.split(' ');
    const [, , device, , mountPoint] = fields;
    if (device === undefined || mountPoint === undefined || type === '') continue;
    const path = unescape(mountPoint);
    const isRemote = remote.has(type) || type.startsWith('fuse');
    const isDisk = source.startsWith('/dev/') || withoutDevice.has(type) || isRemote;
    if (!isDisk || neverShown.has(type) || source.startsWith('/dev/loop')) continue;
    // The layers of other containers lie on a disk that is shown already.
    if (type === 'overlay' && path !== '/') continue;
    if (singleFiles.has(path)) continue;
    if (exclude.some((pattern) => matches(pattern, path))) continue;
    const known = byDevice.get(device);
    // Of bind mounts, the one nearest to the root.
    if (known !== undefined && known.path.length <= path.length) continue;
    byDevice.set(device, { path, type, isRemote });
  }
  return [...byDevice.values()].toSorted((left, right) => (left.path < right.path ? -1 : 1));
}
