// What may have caused an alert, read from events: what kind of change it was, which objects it touched,
// since when it may have been in effect, and what to say of it. Pure. An event of another form than it is
// expected to have (of a later version, say) is no change, never an error: correlation must not stop alerts.
import type { StoredEvent } from '../../core/events.ts';
import type { Audience } from '../../core/role.ts';
import type { ChangeFinding } from './finding.ts';
import { changeReaders } from './readers.ts';

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
