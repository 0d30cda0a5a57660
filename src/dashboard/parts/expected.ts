// What somebody has seen before asking for it. The service is told, and begins nothing else; when it becomes
// something else while a question about it is open, the question is asked anew.
import { useRef } from 'react';

/** After these what is to be run, or to be rolled back, may be something else. */
export const planChanged = [
  'migration.completed',
  'migration_status.changed',
  'migration_manifest.uploaded',
] as const;

interface Seen {
  readonly version?: string | null | undefined;
  readonly checksum?: string | null | undefined;
  readonly statements?: number | null | undefined;
}

export interface Expected {
  readonly version: string;
  readonly checksum: string | null;
}

/** What the service is to hold the request to; a file that could not be read (no statements) may be any. */
export function expectedOf(seen: readonly Seen[]): Expected[] {
  return seen.flatMap(({ version, checksum, statements }) =>
    version == null
      ? []
      : [{ version, checksum: statements === 0 || checksum == null ? null : checksum }],
  );
}

export interface Watch {
  /** What the question is about: another subject is no change. */
  readonly subject: string;
  readonly seen: string | undefined;
  readonly changes: number;
}

/** The watch after another look; `seen` is undefined while nothing is known. */
export function look(watch: Watch | undefined, subject: string, seen: string | undefined): Watch {
  if (watch?.subject !== subject) return { subject, seen, changes: 0 };
  if (seen === undefined || seen === watch.seen) return watch;
  return { subject, seen, changes: watch.changes + (watch.seen === undefined ? 0 : 1) };
}

/** How often what is expected has become something else since it was first seen. */
export function useChanges(subject: string, expected: readonly Expected[] | undefined): number {
  const watch = useRef<Watch>(undefined);
  watch.current = look(watch.current, subject, expected && JSON.stringify(expected));
  return watch.current.changes;
}
