// What the observations of one fingerprint make of its alert: the rows to write and the changes to tell.
// Pure, but for the ids of new alerts.
import type { AlertChange } from '../store/alert-changes.ts';
import type { AlertRow } from '../store/alerts.ts';
import { contentOf, tellAfterMs, type Content } from './content.ts';
import { isLateReport } from './late-reports.ts';
import type { HoldingObservation, Observation } from './observation.ts';
import { standingOf, type Standing } from './standing.ts';
import { transition, type Effect, type TransitionInput } from './transition.ts';

export interface Decision {
  /** New rows; only the last one can be open. */
  readonly inserts: readonly AlertRow[];
  readonly updates: readonly AlertRow[];
  /** Only when it was observed, and when it wakes, has changed. */
  readonly touches: readonly AlertRow[];
  readonly deletes: readonly string[];
  readonly changes: readonly AlertChange[];
}

interface Held {
  readonly row: AlertRow;
  readonly isNew: boolean;
  readonly isChanged: boolean;
  readonly changes: readonly AlertChange[];
}

/** `known` is the open alert of the fingerprint, else the last resolved one. */
export function decide(
  known: AlertRow | undefined,
  fingerprint: string,
  observations: readonly Observation[],
  now: Date,
  newId: () => string,
): Decision {
  const done: Held[] = [];
  const gone: Held[] = [];
  let current: Held | undefined = known && {
    row: known,
    isNew: false,
    isChanged: false,
    changes: [],
  };
  for (const observed of observations) {
    if (isLateReport(current?.row, observed)) continue;
    const { standing, effects, opened } = transition(current?.row, inputOf(observed), now);
    if (opened !== undefined && observed.holds) {
      if (current !== undefined) {
        const closed = withEffects(current, opened.before, opened.closing, now);
        (opened.before === undefined ? gone : done).push(closed);
      }
      const row = newRow(newId(), fingerprint, observed, standing, now);
      current = withEffects(
        { row, isNew: true, isChanged: true, changes: [] },
        standing,
        effects,
        now,
      );
    } else if (standing === undefined) {
      if (current !== undefined) gone.push(withEffects(current, undefined, effects, now));
      current = undefined;
    } else if (current !== undefined && standing !== current.row) {
      const said =
        observed.holds && standing.state !== 'RESOLVED'
          ? contentOf(observed, current.row.audience)
          : undefined;
      current =
        said === undefined ? current : withContent(current, said, { standing, effects }, now);
      current = withEffects(current, standing, effects, now);
    }
  }
  if (current !== undefined) {
    const { standing, effects } = transition(current.row, { kind: 'TIME' }, now);
    const passed = withEffects(current, standing, effects, now);
    (standing === undefined ? gone : done).push(passed);
  }
  return summarise(known, done, gone);
}

/** What a command or the time makes of one alert. */
export function decideOne(
  known: AlertRow,
  input: Exclude<TransitionInput, { kind: 'HOLDS' | 'ENDED' }>,
  now: Date,
): Decision {
  const { standing, effects } = transition(known, input, now);
  const held = { row: known, isNew: false, isChanged: false, changes: [] };
  const after = withEffects(held, standing, effects, now);
  return summarise(
    known,
    standing === undefined ? [] : [after],
    standing === undefined ? [after] : [],
  );
}

function inputOf(observed: Observation): TransitionInput {
  if (!observed.holds) {
    const { eventId = null, expired = false } = observed;
    return { kind: 'ENDED', at: observed.at, eventId, expired };
  }
  const { at, since, eventId, forMs, keepFiringForMs, lastsMs, pendingLastsMs } = observed;
  return { kind: 'HOLDS', at, since, eventId, forMs, keepFiringForMs, lastsMs, pendingLastsMs };
}

function newRow(
  id: string,
  fingerprint: string,
  observed: HoldingObservation,
  standing: Standing | undefined,
  now: Date,
): AlertRow {
  if (standing === undefined) throw new Error('an alert that opens has no standing');
  const { rule, source, labels } = observed;
  return {
    id,
    fingerprint,
    rule,
    source,
    labels,
    ...contentOf(observed),
    ...standing,
    assignedTo: null,
    suppressed: [],
    incidentId: null,
    updatedAt: now,
  };
}

function withContent(
  held: Held,
  said: Content,
  { standing, effects }: { readonly standing: Standing; readonly effects: readonly Effect[] },
  now: Date,
): Held {
  const { row } = held;
  const afterMs = tellAfterMs(row, said);
  if (afterMs === undefined) return held;
  const after = { ...row, ...said };
  // Whatever else happens to it is told with what is said now.
  const isTold = effects.length === 0 && now.getTime() - row.updatedAt.getTime() >= afterMs;
  if (!isTold) return { ...held, row: after, isChanged: true };
  const told = { ...after, ...standingOf(standing), updatedAt: now };
  const detail =
    row.severity === said.severity
      ? {}
      : { detail: { severity: { from: row.severity, to: said.severity } } };
  const change: AlertChange = { kind: 'UPDATED', alert: told, ...detail };
  return { ...held, row: told, isChanged: true, changes: [...held.changes, change] };
}

function withEffects(
  held: Held,
  standing: Standing | undefined,
  effects: readonly Effect[],
  now: Date,
): Held {
  const { row, changes } = held;
  const updatedAt = effects.length === 0 ? row.updatedAt : now;
  const told = effects.map(({ kind, after }): AlertChange => ({
    kind,
    alert: { ...row, ...standingOf(after), updatedAt },
  }));
  const isChanged = held.isChanged || effects.length > 0 || hasMoved(row, standing);
  return {
    ...held,
    row: { ...row, ...(standing && standingOf(standing)), updatedAt },
    isChanged,
    changes: [...changes, ...told],
  };
}

/** More than a touch. */
function hasMoved(row: AlertRow, standing: Standing | undefined): boolean {
  return (
    standing !== undefined &&
    (row.condition !== standing.condition ||
      row.startedAt.getTime() !== standing.startedAt.getTime() ||
      row.forMs !== standing.forMs ||
      row.keepFiringForMs !== standing.keepFiringForMs ||
      row.lastsMs !== standing.lastsMs ||
      row.eventId !== standing.eventId)
  );
}

function summarise(
  known: AlertRow | undefined,
  done: readonly Held[],
  gone: readonly Held[],
): Decision {
  const old = done.filter(({ isNew }) => !isNew);
  // Of one that came and went within one transaction nobody ever heard.
  const dropped = gone.filter(({ isNew }) => !isNew);
  return {
    inserts: done.filter(({ isNew }) => isNew).map(({ row }) => row),
    updates: old.filter(({ isChanged }) => isChanged).map(({ row }) => row),
    touches: old
      .filter(({ isChanged, row }) => !isChanged && known !== undefined && isTouched(known, row))
      .map(({ row }) => row),
    deletes: dropped.map(({ row }) => row.id),
    changes: [...dropped, ...done].flatMap(({ changes }) => changes),
  };
}

function isTouched(before: AlertRow, after: AlertRow): boolean {
  return (
    before.observedAt.getTime() !== after.observedAt.getTime() ||
    before.wakeAt?.getTime() !== after.wakeAt?.getTime()
  );
}
