// Where the files of a migration source are, whatever that is: a folder, a git repository at a ref,
// or a manifest that CI sent. Reading changes nothing, and is bounded in files, bytes and time.

export interface ManifestEntry {
  readonly version: string;
  readonly name: string;
  /** In the form that the tool uses. */
  readonly checksum: string | null;
}

/** @throws SourceUnreadableError when it cannot be read at all. */
export interface SourceFiles {
  /** What to call it in messages, as `the folder /srv/app/migrations`. */
  readonly description: string;
  /** Set when there are no files, only what CI said of them. */
  readonly manifest?: readonly ManifestEntry[];
  /** The tool, when whoever sent the manifest named it. */
  readonly tool?: string;
  /** Identity of what is read (commit, manifest digest); null for a folder. */
  readonly revision: string | null;
  /** Relative paths with `/`, sorted, at any depth; directories are left out. */
  list(): Promise<readonly string[]>;
  /** Bytes of one file. */
  read(path: string): Promise<Buffer>;
  /**
   * What `make` makes of these files, made again only when they have changed. `key` stands for what
   * is made: the same key, the same type.
   */
  remember?<Reading>(key: string, make: () => Promise<Reading>): Promise<Reading>;
}

/** Files of which only can be told why they cannot be read. */
export function unreadableFiles(description: string, reason: string): SourceFiles {
  const refuse = (): Promise<never> => Promise.reject(new SourceUnreadableError(reason));
  return { description, revision: null, list: refuse, read: refuse };
}

/** Folders that no migration tool looks into. */
export function isPassedOver(directory: string): boolean {
  // Kubernetes keeps what it mounts twice: links lead to a folder whose name begins with two dots.
  return ['node_modules', '.git', '__pycache__'].includes(directory) || directory.startsWith('..');
}

/** The source as a whole cannot be read: it has vanished, may not be read, or is too large. */
export class SourceUnreadableError extends Error {
  override readonly name = 'SourceUnreadableError';
}

/** No source has more files than this. */
export const maxSourceFiles = 20_000;
