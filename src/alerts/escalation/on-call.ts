// Who is on call: turns of a week, handed over at a local time, so that one around a change of the clocks
// is an hour longer or shorter. Pure. Overrides go before turns, the newest first.
import type { OnCallOverride, OnCallPerson, OnCallRotation } from '../../core/escalation.ts';
import { localTimeAt, momentOf, weekDayOf } from '../../core/zone-time.ts';

export interface OnCallShift {
  readonly person: OnCallPerson;
  readonly from: Date;
  /** When somebody else may be; the next handover, or the end of an override. */
  readonly until: Date;
  /** Somebody stands in for whoever has the turn. */
  readonly isOverride: boolean;
}

const handoverOn = ({ handover, timeZone }: OnCallRotation, dayNumber: number): Date =>
  momentOf({ dayNumber, minute: handover.minute }, timeZone);

/** The day of the last handover, the moment itself included. */
function lastHandoverDay(rotation: OnCallRotation, at: Date): number {
  const { dayNumber } = localTimeAt(at, rotation.timeZone);
  const back = (weekDayOf(dayNumber) - rotation.handover.day + 7) % 7;
  const day = dayNumber - back;
  // Moments are compared, not local times: those of an hour that comes twice would hand over twice.
  return handoverOn(rotation, day) <= at ? day : day - 7;
}

function personOf(rotation: OnCallRotation, handoverDay: number): OnCallPerson {
  const { people, firstDay, handover } = rotation;
  const wait = (handover.day - weekDayOf(firstDay) + 7) % 7;
  const turn = Math.round((handoverDay - (firstDay + wait)) / 7);
  const person = people[((turn % people.length) + people.length) % people.length];
  if (person === undefined) throw new Error(`the rotation ${rotation.name} has nobody`);
  return person;
}

/** Whose turn it is, whoever stands in. */
export function findTurn(rotation: OnCallRotation, at: Date): OnCallShift {
  const day = lastHandoverDay(rotation, at);
  return {
    person: personOf(rotation, day),
    from: handoverOn(rotation, day),
    until: handoverOn(rotation, day + 7),
    isOverride: false,
  };
}

type Span = Pick<OnCallOverride, 'from' | 'until'>;

const covers = ({ from, until }: Span, at: Date): boolean => from <= at && at < until;

/**
 * Who is on call at a time. `overrides` are those made over the API, the newest last; they go before those
 * of the file. One for a person who left the rotation counts for nothing.
 */
export function findOnCall(
  rotation: OnCallRotation,
  at: Date,
  overrides: readonly OnCallOverride[] = [],
): OnCallShift {
  const turn = findTurn(rotation, at);
  const known = [...rotation.overrides, ...overrides].flatMap((override) => {
    const person = rotation.people.find(({ name }) => name === override.person);
    return person === undefined ? [] : [{ ...override, person }];
  });
  const inForce = known.findLast((override) => covers(override, at));
  // Whatever begins or ends around it may put somebody else in.
  const edges = known.flatMap(({ from, until }) => [from, until]);
  const from = latest([inForce?.from ?? turn.from, ...edges.filter((edge) => edge <= at)]);
  const until = earliest([inForce?.until ?? turn.until, ...edges.filter((edge) => edge > at)]);
  const person = inForce?.person ?? turn.person;
  return { person, from, until, isOverride: inForce !== undefined };
}

const latest = (times: readonly Date[]): Date =>
  new Date(Math.max(...times.map((time) => time.getTime())));
const earliest = (times: readonly Date[]): Date =>
  new Date(Math.min(...times.map((time) => time.getTime())));

/** The shifts from a time on. */
export function listShifts(
  rotation: OnCallRotation,
  from: Date,
  count: number,
  overrides: readonly OnCallOverride[] = [],
): readonly OnCallShift[] {
  const shifts: OnCallShift[] = [];
  for (let at = from; shifts.length < count;) {
    const shift = findOnCall(rotation, at, overrides);
    shifts.push(shift);
    at = shift.until;
  }
  return shifts;
}
