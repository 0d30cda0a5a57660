// What a change is found to be, and how an event is read as one. Pure.
import type { z } from 'zod';

import type { RiskLevel } from '../../core/impact.ts';

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

export type ChangeReader = (payload: unknown, occurredAt: Date) => ChangeFinding | undefined;

/** A reader of payloads of one form; what has another form is no change. */
export function reader<T>(
  form: z.ZodType<T>,
  read: (payload: T, occurredAt: Date) => ChangeFinding | undefined,
): ChangeReader {
  return (payload, occurredAt) => {
    const parsed = form.safeParse(payload);
    return parsed.success ? read(parsed.data, occurredAt) : undefined;
  };
}
