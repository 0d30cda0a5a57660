// The files of a commit, read from git's object store: their list, and their bytes in one go.
import { maxFileBytes } from '../folder.ts';
import { GitError, runGit, type GitSettings } from './git-process.ts';
import { isPassedOver, maxSourceFiles, SourceUnreadableError } from './source-files.ts';

export interface TreeFile {
  /** Relative to the folder. */
  readonly path: string;
  readonly object: string;
  readonly isLink: boolean;
  readonly size: number;
}

interface TreePlace {
  readonly directory: string;
  readonly commit: string;
  /** Within the repository; empty for its root. */
  readonly folder: string;
}

const timeoutMs = 20_000;
const maxListBytes = 16 * 1024 * 1024;
/** All files of a source together. */
const maxSourceBytes = 128 * 1024 * 1024;
const form = /^(\d{6}) (\w+) ([0-9a-f]+) +(\d+|-)\t(.*)$/s;

/** The files of a commit's folder, sorted by path. */
export async function listTree(
  git: GitSettings,
  { directory, commit, folder, description }: TreePlace & { description: string },
): Promise<readonly TreeFile[]> {
  const args = ['ls-tree', '-r', '-z', '-l', '--full-tree', `${commit}:${folder}`];
  const printed = await runGit(git, { args, directory, timeoutMs, maxBytes: maxListBytes }).catch(
    (error: unknown) => {
      throw listingFailure(error, folder, description);
    },
  );
  const files = printed
    .toString('utf8')
    .split('\0')
    .flatMap((line): TreeFile[] => {
      const [, mode, type, object, size, name] = form.exec(line) ?? [];
      if (type !== 'blob' || object === undefined || name === undefined) return [];
      const parts = name.split('/');
      if (parts.some(isPassedOver)) return [];
      return [{ path: name, object, isLink: mode === '120000', size: Number(size) }];
    });
  if (files.length > maxSourceFiles) {
    throw new SourceUnreadableError(
      `${description} has more than ${maxSourceFiles} files: name the folder of the ` +
        'migrations themselves',
    );
  }
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function listingFailure(error: unknown, folder: string, description: string): unknown {
  if (!(error instanceof GitError)) return error;
  const absent = /Not a valid object name|not a tree object/.test(error.message);
  const reason = absent
    ? `it has no folder "${folder}"`
    : error.failure === 'too large'
      ? 'it has too many files: name the folder of the migrations themselves'
      : error.message;
  return new SourceUnreadableError(`${description} cannot be read: ${reason}`, { cause: error });
}

/**
 * The bytes of files by their paths. What is too large by itself, what did not fit any more, and
 * links that lead out of the repository or nowhere are left out.
 */
export async function readBlobs(
  git: GitSettings,
  { directory, commit, folder, files }: TreePlace & { files: readonly TreeFile[] },
): Promise<ReadonlyMap<string, Buffer>> {
  let total = 0;
  const wanted = files.filter(({ size, path, isLink }) => {
    // Git is asked line by line.
    if (size > maxFileBytes || (isLink && path.includes('\n'))) return false;
    total += size;
    return total <= maxSourceBytes;
  });
  const prefix = folder === '' ? '' : `${folder}/`;
  const asked = wanted.map(({ isLink, object, path }) =>
    isLink ? `${commit}:${prefix}${path}` : object,
  );
  const args = ['cat-file', '--batch', '--follow-symlinks'];
  const maxBytes = maxSourceBytes * 2;
  const input = asked.map((line) => `${line}\n`).join('');
  const printed = await runGit(git, { args, directory, input, timeoutMs, maxBytes });
  const contents = parseBatch(printed, asked.length);
  return new Map(
    wanted.flatMap(({ path }, at): [string, Buffer][] => {
      const bytes = contents[at];
      return bytes === undefined || bytes.length > maxFileBytes ? [] : [[path, bytes]];
    }),
  );
}

/** What `cat-file --batch` printed, one entry for each line asked; undefined for what is no file. */
function parseBatch(printed: Buffer, count: number): readonly (Buffer | undefined)[] {
  const contents: (Buffer | undefined)[] = [];
  let at = 0;
  while (contents.length < count) {
    const lineEnd = printed.indexOf(10, at);
    if (lineEnd < 0) throw new GitError('refused', 'git ended in the middle of the files');
    const header = printed.toString('utf8', at, lineEnd);
    at = lineEnd + 1;
    const [, kind, length] = /^(?:[0-9a-f]+ )?(\w+) (\d+)$/.exec(header) ?? [];
    if (length === undefined) {
      // `<what was asked> missing`, or ambiguous: nothing follows.
      contents.push(undefined);
      continue;
    }
    const end = at + Number(length);
    contents.push(kind === 'blob' ? printed.subarray(at, end) : undefined);
    at = end + 1;
  }
  return contents;
}
