// What is configured for watched files. The configuration's section is assignable to it.

/** What the files of a watch are; `auto` looks at each. */
export type WatchedKind = 'auto' | 'database' | 'configuration' | 'terraform' | 'kubernetes';

export interface FileWatchSettings {
  /** Unique; the identity of the watch. */
  readonly name: string;
  /** Absolute: files, and folders with all that is below them. */
  readonly paths: readonly string[];
  /** Patterns; a file is watched when one fits. Empty: all are. */
  readonly include: readonly string[];
  /** Patterns of files and folders that are passed over. */
  readonly exclude: readonly string[];
  readonly kind: WatchedKind;
  /** Name of the database that the files belong to. */
  readonly database?: string | undefined;
  /** How long a file must be left alone before its change is told. */
  readonly settleMs: number;
  /** Larger files are not hashed. */
  readonly maxHashBytes: number;
  /** Looks at the files so often, without any notices; undefined: where notices are not to be had. */
  readonly pollMs?: number | undefined;
  /** How long changes are kept. */
  readonly keepMs: number;
}

/** The part of the configuration that is about files. */
export interface FilesSettings {
  readonly files: readonly FileWatchSettings[];
}
