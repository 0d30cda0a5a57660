// What may have caused an alert, read from events: what kind of change it was, which objects it touched,
// since when it may have been in effect, and what to say of it. Pure. An event of another form than it is
// expected to have (of a later version, say) is no change, never an error: correlation must not stop alerts.
import type { StoredEvent } from '../../core/events.ts';
import type { RiskLevel } from '../../core/impact.ts';
import type { Audience } from '../../core/role.ts';
import { changeReaders } from './readers.ts';

export const changeClasses = [
  'MIGRATION',
  'MIGRATION_RUNNING',
  'MIGRATION_FAILED',
  'LOCK_LEFT',
  'SCHEMA',
  'SCHEMA_BREAKING',
  'INDEX_REMOVED',
  'DRIFT',
  'DEPLOYMENT',
  'DEPLOYMENT_FAILED',
  'IMAGE',
  'CONTAINER_REPLACED',
  'CONTAINER_ENDED',
  'CONTAINER_STARTED',
  'CONTAINER_REQUESTED',
  'HOST_ENDED',
  'FILE',
  'SETTING',
  'SETTING_SIZE',
  'REGISTRATION',
  'CONFIGURATION',
  'SWITCHED_OFF',
] as const;
export type ChangeClass = (typeof changeClasses)[number];

/** What a reader finds in an event. */
export interface ChangeFinding {
  readonly class: ChangeClass;
  /** Events of one and the same change have the same; only the best of them is named. */
  readonly group: string;
  /** As `database:shop`; `*`: hawkwatch as a whole. */
  readonly objects: readonly string[];
  /** The trouble of these objects it is itself, so it never explains that. */
  readonly isTroubleOf?: readonly string[] | undefined;
  readonly environment?: string | null | undefined;
  readonly risk?: RiskLevel | undefined;
  /** When it took effect, where that is better known than when it was told; milliseconds. */
  readonly atMs?: number | undefined;
  /** It was in effect after this moment, milliseconds; without it: `atMs`. */
  readonly sinceMs?: number | undefined;
  /** The version of a migration, which explains the others of its group. */
  readonly version?: string | undefined;
  /** It ends what others of its group began. */
  readonly ends?: boolean | undefined;
  /** As `dropped index orders_idx on shop`; of a migration, what it did, without its name. */
  readonly words: string;
  /** What an alert's text would name. */
  readonly names?: readonly string[] | undefined;
}

export interface Change extends Omit<ChangeFinding, 'atMs' | 'sinceMs'> {
  readonly eventId: number;
  readonly audience: Audience;
  readonly atMs: number;
  readonly sinceMs: number;
}

/** The kinds of events that are changes. */
export const changeEventTypes: readonly string[] = Object.keys(changeReaders);

/** The change that an event tells of; undefined when it tells of none. */
export function readChange(event: StoredEvent): Change | undefined {
  const reader = Object.hasOwn(changeReaders, event.type) ? changeReaders[event.type] : undefined;
  const found = reader?.(event.payload, event.occurredAt);
  if (found === undefined) return undefined;
  const atMs = found.atMs ?? event.occurredAt.getTime();
  return {
    ...found,
    eventId: event.id,
    audience: event.audience,
    atMs,
    sinceMs: Math.min(found.sinceMs ?? atMs, atMs),
  };
}
