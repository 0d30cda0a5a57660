// What a database's own log of schema changes tells: who, when, by which statement, on which object.
// Pure words, the same for every engine; statements have lost their secrets before they are here.

export interface DdlLogEntry {
  /** Grows with the time of writing; numbers of changes that were rolled back are missing. */
  readonly id: string;
  /** Number of the transaction: the same for all that it changed. */
  readonly transaction: string;
  readonly at: Date;
  /** The server process; together with `at` it tells the session. */
  readonly pid: number;
  /** The role that logged in, and the one it acted as. */
  readonly sessionUser: string;
  readonly currentUser: string;
  readonly application: string | null;
  /** Address of the client; null for a local socket. */
  readonly client: string | null;
  readonly database: string;
  readonly event: 'END' | 'DROP';
  /** As `ALTER TABLE`. */
  readonly tag: string;
  /** As `table` or `table column`; null where the server tells no object. */
  readonly objectType: string | null;
  readonly schema: string | null;
  /** Qualified and quoted, as `public.orders`; null where the server tells no object. */
  readonly object: string | null;
  /** Redacted and cut; null where it is not kept because it may hold a secret. */
  readonly statement: string | null;
  /** In the last entry of a command that changed very many objects: how many are not listed. */
  readonly more: number;
}

export interface DdlLogRequest {
  /** The position that the reading before gave; null to read all that is there. */
  readonly position: string | null;
  /** Entries at most; there is a default. */
  readonly limit?: number;
  readonly signal: AbortSignal;
}

export type DdlLogReading =
  | {
      readonly state: 'READ';
      /** In the order in which they were written; nothing is told twice, nothing is left out. */
      readonly entries: readonly DdlLogEntry[];
      /** For the next reading; a text that may be stored. */
      readonly position: string;
      /** False: read on at once from `position`. */
      readonly complete: boolean;
      /** Why it began anew from what is there, so that entries may be told again; usually null. */
      readonly restarted: string | null;
    }
  | {
      /** ABSENT: the schema trigger is not installed. UNREADABLE: the role may not read its log. */
      readonly state: 'ABSENT' | 'UNREADABLE';
      /** What to do about it. */
      readonly reason: string;
    };
