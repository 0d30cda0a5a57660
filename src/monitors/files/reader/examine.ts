// Reads what changed: hash, kind, masked text and its difference to the one before, and what a
// manifest declares. A file is read once, up to a bound, and only when it is one.
import { createHash } from 'node:crypto';

import type { FileKind } from '../../../core/files.ts';
import { isDatabasePath } from '../companions.ts';
import { looksLikeManifest, readManifests } from '../manifests/kubernetes.ts';
import { maskText } from '../masking/mask-text.ts';
import { isSecretFile } from '../masking/secret-names.ts';
import { differenceOf } from '../text-difference.ts';
import { isAbsent, reasonOf, type FileAccess } from './file-access.ts';
import { readFacts } from './facts.ts';
import type { Examined, ExamineTask } from './protocol.ts';

type Wanted = ExamineTask['files'][number];

const maxTextBytes = 131_072;
const maxDatabaseHashBytes = 8 * 1024 * 1024;
const chunkBytes = 262_144;
const bytesBetweenProgress = 8 * 1024 * 1024;

interface Read {
  readonly hash: string | null;
  /** All of it, when it is short. */
  readonly bytes: Buffer | null;
  readonly head: Buffer;
  readonly isRestless: boolean;
}

function read(access: FileAccess, path: string, limit: number, progress: () => void): Read {
  const descriptor = access.open(path);
  try {
    const before = access.statOpen(descriptor);
    // Since it was looked at something else has taken its place.
    if (!before.isFile) return { hash: null, bytes: null, head: Buffer.alloc(0), isRestless: true };
    const chunk = Buffer.allocUnsafe(Math.min(chunkBytes, Math.max(before.size, 64)));
    const first = access.read(descriptor, chunk);
    const head = Buffer.from(chunk.subarray(0, Math.min(first, 64)));
    if (before.size > limit) return { hash: null, bytes: null, head, isRestless: false };
    const hash = createHash('sha256');
    const kept: Buffer[] = [];
    let total = 0;
    for (let count = first; count > 0; count = access.read(descriptor, chunk)) {
      hash.update(chunk.subarray(0, count));
      if (total + count <= maxTextBytes) kept.push(Buffer.from(chunk.subarray(0, count)));
      if (
        Math.floor(total / bytesBetweenProgress) <
        Math.floor((total + count) / bytesBetweenProgress)
      )
        progress();
      total += count;
      // One that grows as fast as it is read has no end.
      if (total > limit + chunkBytes) break;
    }
    const after = access.statOpen(descriptor);
    const isRestless =
      after.size !== before.size || after.mtimeNs !== before.mtimeNs || total !== before.size;
    return {
      hash: hash.digest('hex'),
      bytes: total <= maxTextBytes ? Buffer.concat(kept) : null,
      head,
      isRestless,
    };
  } finally {
    access.close(descriptor);
  }
}

function textOf(bytes: Buffer | null): string | undefined {
  if (bytes === null || bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // The only way to ask: it is not UTF-8, so it is no text.
    return undefined;
  }
}

function kindOf(
  path: string,
  as: ExamineTask['as'],
  head: Buffer,
  text: string | undefined,
): FileKind {
  if (as === 'database') return 'DATABASE';
  if (as === 'terraform') return 'TERRAFORM';
  if (as === 'kubernetes') return 'KUBERNETES';
  if (as === 'configuration') return 'CONFIGURATION';
  const isDatabase =
    head.toString('latin1', 0, 15) === 'SQLite format 3' ||
    head.toString('latin1', 8, 12) === 'DUCK';
  if (isDatabase || isDatabasePath(path)) return 'DATABASE';
  if (/\.(?:tf|tfvars|tofu|tf\.json|tfvars\.json)$/.test(path)) return 'TERRAFORM';
  if (/\.(?:ya?ml|json)$/.test(path) && text !== undefined && looksLikeManifest(text)) {
    return 'KUBERNETES';
  }
  return 'CONFIGURATION';
}

const nothing = {
  isRestless: false,
  isOutOfSight: false,
  kind: 'CONFIGURATION',
  hash: null,
  content: null,
  diff: null,
  note: null,
  settings: null,
  terraform: null,
  fault: null,
} as const;

/** Kind, masked text, difference and declarations of what was read. */
function understand(wanted: Wanted, task: ExamineTask, { bytes, head, hash }: Read) {
  const text = textOf(bytes);
  const kind = kindOf(wanted.path, task.as, head, text);
  if (kind === 'DATABASE') return { kind };
  const isSame = hash !== null && hash === wanted.hash;
  if (isSame && wanted.isMaskedAsNow) return { kind, content: wanted.content };
  if (text === undefined) {
    const note = bytes === null ? 'It is too large for its text to be kept.' : 'It is no text.';
    return { kind, note };
  }
  const terraform = kind === 'TERRAFORM' ? text : null;
  const manifests = kind === 'KUBERNETES' ? readManifests(text) : undefined;
  const read = {
    kind,
    terraform,
    settings: manifests?.settings ?? null,
    fault: manifests?.fault ?? null,
  };
  if (isSecretFile(wanted.path)) {
    const note = 'Files of this name hold secrets: nothing of them is kept.';
    // No content would leave what is stored of the same bytes.
    return { ...read, note, content: isSame && wanted.content !== null ? '' : null };
  }
  const content = maskText(text);
  if (wanted.content === null || isSame) return { ...read, content };
  // What an older masking let through must not come back as the lines that were replaced.
  const before = wanted.isMaskedAsNow ? wanted.content : maskText(wanted.content);
  const { text: diff, note } = differenceOf(before, content);
  return { ...read, content, diff, note };
}

function examineOne(
  access: FileAccess,
  wanted: Wanted,
  task: ExamineTask,
  progress: () => void,
): Examined {
  const { path } = wanted;
  try {
    const facts = readFacts(access, path);
    if (facts === null) return { path, facts, ...nothing };
    if (wanted.noticed !== null && facts.signature !== wanted.noticed) {
      return { path, facts, ...nothing, isRestless: true };
    }
    const isDatabase = task.as === 'database' || (task.as === 'auto' && isDatabasePath(path));
    const limit = isDatabase
      ? Math.min(task.maxHashBytes, maxDatabaseHashBytes)
      : task.maxHashBytes;
    try {
      const found = read(access, path, limit, progress);
      const { hash, isRestless } = found;
      return { path, facts, ...nothing, ...understand(wanted, task, found), hash, isRestless };
    } catch (error) {
      if (isAbsent(error)) return { path, facts: null, ...nothing };
      const kind = kindOf(path, task.as, Buffer.alloc(0), undefined);
      return { path, facts, ...nothing, kind, fault: `It cannot be read: ${reasonOf(error)}.` };
    }
  } catch (error) {
    if (isAbsent(error)) return { path, facts: null, ...nothing };
    // Whether it is still there is not known: nothing is told until it is.
    return { path, facts: null, ...nothing, isRestless: true };
  }
}

/** Examines files one after the other; `progress` is called now and then. */
export function examineFiles(
  access: FileAccess,
  task: ExamineTask,
  progress: () => void,
): readonly Examined[] {
  const roots = new Map<string, boolean>();
  const isThere = (root: string): boolean => {
    const known = roots.get(root);
    if (known !== undefined) return known;
    let found = false;
    try {
      found = access.stat(root, true) !== undefined;
    } catch {
      // Whatever the reason is: it cannot be looked at.
    }
    roots.set(root, found);
    return found;
  };
  return task.files.map((wanted, index) => {
    if (index % 50 === 49) progress();
    const answer = examineOne(access, wanted, task, progress);
    if (answer.facts !== null) return answer;
    const above = task.roots.filter((root) => wanted.path.startsWith(`${root}/`));
    const isOutOfSight = above.length > 0 && !above.some(isThere);
    return { ...answer, isOutOfSight };
  });
}
