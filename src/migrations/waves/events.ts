// What is announced about waves. Each event tells how the whole wave stands, and which of its
// databases has changed.
import { z } from 'zod';

import { defineEvent, type EventKind } from '../../core/events.ts';
import { waveMemberStates, waveStages, waveStates } from '../../core/waves.ts';

const waveFact = z.object({
  waveId: z.string(),
  source: z.string(),
  toVersion: z.string(),
  state: z.enum(waveStates),
  reason: z.string().nullable(),
  counts: z.object({
    total: z.number(),
    waiting: z.number(),
    running: z.number(),
    succeeded: z.number(),
    failed: z.number(),
    skipped: z.number(),
  }),
  /** The databases that have changed with it. */
  changed: z.array(
    z.object({
      database: z.string(),
      databaseId: z.string(),
      stage: z.enum(waveStages),
      state: z.enum(waveMemberStates),
      runId: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
});
export type WaveFact = z.infer<typeof waveFact>;

const define = <const Type extends string>(type: Type): EventKind<Type, WaveFact> =>
  defineEvent({ type, version: 1, audience: 'viewer', schema: waveFact });

export const waveEvents = {
  STARTED: define('migration_wave.started'),
  ADVANCED: define('migration_wave.advanced'),
  COMPLETED: define('migration_wave.completed'),
} as const;
export type WaveEventKind = keyof typeof waveEvents;

/** The subject of a wave's events. */
export function waveSubject(waveId: string): string {
  return `migration-wave:${waveId}`;
}

/** The kind of an event of a wave, or undefined. */
export function waveEventKindOf(type: string): WaveEventKind | undefined {
  switch (type) {
    case waveEvents.STARTED.type:
      return 'STARTED';
    case waveEvents.ADVANCED.type:
      return 'ADVANCED';
    case waveEvents.COMPLETED.type:
      return 'COMPLETED';
    default:
      return undefined;
  }
}
