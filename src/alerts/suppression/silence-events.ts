// The events of a silence.
import { writeMatcher } from '../../core/matchers.ts';
import type { NewEvent } from '../../core/events.ts';
import type { SilenceRow } from '../../store/silences.ts';
import { silenceCreated, silenceExpired } from '../../store/suppression-events.ts';

const about = ({ id, matchers, startsAt, endsAt, createdBy, comment }: SilenceRow) => ({
  silenceId: id,
  matchers: matchers.map(writeMatcher),
  startsAt: startsAt.toISOString(),
  endsAt: endsAt.toISOString(),
  createdBy,
  comment,
});

/** It was made, in the place of another one or not. */
export function silenceMade(row: SilenceRow, at: Date, replaces: string | null): NewEvent {
  const payload = { ...about(row), replaces };
  return silenceCreated.create({ subject: `silence:${row.id}`, occurredAt: at, payload });
}

/** It ended. */
export function silenceEnded(row: SilenceRow, at: Date, replacedBy: string | null): NewEvent {
  const endedAt = (row.endedAt ?? row.endsAt).toISOString();
  const payload = { ...about(row), endedBy: row.endedBy, endedAt, replacedBy };
  return silenceExpired.create({ subject: `silence:${row.id}`, occurredAt: at, payload });
}
