// What is asked of a reader (a process that does all file access) and what it answers.
// Plain data: it crosses processes.
import type { FileKind } from '../../../core/files.ts';
import type { DeclaredSetting } from '../manifests/declared.ts';
import type { WatchedKind } from '../settings.ts';

/** A file, or what a link leads to, as the file system tells it. */
export interface FileFacts {
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  readonly inode: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Where a link leads; null for a file. */
  readonly target: string | null;
  /** Changes with anything of the above, the write-ahead log of a database, and the masking. */
  readonly signature: string;
}

export interface ScanTask {
  readonly kind: 'scan';
  readonly roots: readonly string[];
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly maxFiles: number;
}

export interface RootState {
  readonly path: string;
  /** Null: it is there and could be read. */
  readonly problem: string | null;
  /** True when nothing is at that path. */
  readonly isMissing: boolean;
  readonly isFolder: boolean;
}

export interface Scan {
  readonly files: readonly FileFacts[];
  readonly roots: readonly RootState[];
  /** Folders, and files, that could not be looked at, with the reason. */
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
  readonly isTruncated: boolean;
}

export interface ExamineTask {
  readonly kind: 'examine';
  readonly files: readonly {
    readonly path: string;
    /** As it was noticed; null: whatever it is. Another one means that it is still being written. */
    readonly noticed: string | null;
    /** Hash and masked content as they are stored. */
    readonly hash: string | null;
    readonly content: string | null;
    /** The stored content went through the masking of today. */
    readonly isMaskedAsNow: boolean;
  }[];
  /** Paths of the watch: below one that is not there nothing is known to be gone. */
  readonly roots: readonly string[];
  readonly as: WatchedKind;
  readonly maxHashBytes: number;
}

export interface Examined {
  readonly path: string;
  /** Null: nothing is there, or nothing that is watched. */
  readonly facts: FileFacts | null;
  /** It changed since it was noticed, or while it was read. */
  readonly isRestless: boolean;
  /** The watched folder itself is not there: whether the file is, nobody knows. */
  readonly isOutOfSight: boolean;
  readonly kind: FileKind;
  readonly hash: string | null;
  /** Masked. */
  readonly content: string | null;
  readonly diff: string | null;
  readonly note: string | null;
  readonly settings: readonly DeclaredSetting[] | null;
  /** A Terraform file as it is, to be parsed; it is never stored. */
  readonly terraform: string | null;
  readonly fault: string | null;
}

export type ReaderTask = ScanTask | ExamineTask;

export type ReaderMessage =
  | { readonly progress: true }
  | { readonly answer: Scan | readonly Examined[] }
  | { readonly failure: string };
