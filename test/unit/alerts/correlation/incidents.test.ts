// Which alerts belong together: the rules, and what holds whatever comes in whatever order.
import { describe, expect, it } from 'vitest';

import { decideIncidents, type IncidentMember } from '../../../../src/alerts/incidents/decide.ts';
import { chooseSeed, createSeeded } from '../../../support/seeded.ts';

const windowMs = 600_000;

const member = (id: string, more: Partial<IncidentMember> = {}): IncidentMember => ({
  id,
  objects: [`database:${id}`],
  near: [`database:${id}`],
  startedMs: 0,
  suspect: undefined,
  incidentId: null,
  ...more,
});

const ids = (members: readonly IncidentMember[]) => members.map(({ id }) => id);

describe('alerts that belong together', () => {
  it('open one incident when they are about connected objects and begin near in time', () => {
    const database = member('shop');
    const endpoint = member('web', {
      objects: ['endpoint:web'],
      near: ['endpoint:web', 'database:shop'],
      startedMs: 60_000,
    });
    const { opened, attached } = decideIncidents([endpoint], [database], windowMs);
    expect(opened.map(({ members }) => ids(members))).toEqual([['shop', 'web']]);
    expect(opened[0]?.because).toEqual({ kind: 'OBJECTS', of: 'database:shop' });
    expect(attached).toEqual([]);
  });

  it('open none when they are further apart than the window, or not connected', () => {
    const shop = member('shop');
    const late = member('late', { objects: ['database:shop'], near: ['database:shop'] });
    const farOff = { ...late, startedMs: windowMs + 1 };
    expect(decideIncidents([farOff], [shop], windowMs)).toEqual({ attached: [], opened: [] });
    expect(decideIncidents([member('other')], [shop], windowMs).opened).toEqual([]);
  });

  it('are bound by the same first suspect over a longer time', () => {
    const suspect = 'deployment:checkout:1:';
    const one = member('one', { suspect });
    const other = member('other', { suspect, startedMs: windowMs * 2 });
    const { opened } = decideIncidents([other], [one], windowMs);
    expect(opened[0]?.because).toEqual({ kind: 'SUSPECT', of: suspect });
    expect(
      decideIncidents([{ ...other, startedMs: windowMs * 4 }], [one], windowMs).opened,
    ).toEqual([]);
  });

  it('come to the incident that one of them has; of several, to the one that began first', () => {
    const old = member('old', { incidentId: 'first', objects: ['database:a'], startedMs: 1 });
    const young = member('young', { incidentId: 'second', objects: ['database:b'], startedMs: 2 });
    const both = member('both', { near: ['database:a', 'database:b'], startedMs: 3 });
    const { attached, opened } = decideIncidents([both], [young, old], windowMs);
    expect(attached).toEqual([{ alertId: 'both', incidentId: 'first' }]);
    expect(opened).toEqual([]);
  });

  it('come to an incident whose alerts began within the window before or after them', () => {
    const incident = member('tie', { incidentId: 'i', startedMs: 0, untilMs: windowMs * 4 });
    const shop = (startedMs: number) =>
      member('new', { objects: ['database:tie'], near: ['database:tie'], startedMs });
    const joins = (startedMs: number) =>
      decideIncidents([shop(startedMs)], [incident], windowMs).attached.length;
    expect([-windowMs, windowMs * 2, windowMs * 5].map(joins)).toEqual([1, 1, 1]);
    expect([-windowMs - 1, windowMs * 5 + 1].map(joins)).toEqual([0, 0]);
  });

  it('leave alone what nothing new has brought together', () => {
    const one = member('one', { objects: ['database:a'], near: ['database:a'] });
    const other = member('other', { objects: ['database:a'], near: ['database:a'] });
    expect(decideIncidents([], [one, other], windowMs)).toEqual({ attached: [], opened: [] });
  });
});

it('never gives an alert two incidents, never takes one away, and does not depend on the order', () => {
  const seeded = createSeeded(chooseSeed());
  for (let round = 0; round < 300; round += 1) {
    const objects = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `database:${name}`);
    const pick = <T>(list: readonly T[]): T => {
      const found = list[seeded.integer(list.length)];
      if (found === undefined) throw new Error('nothing to pick from');
      return found;
    };
    const make = (id: string, incidentId: string | null): IncidentMember => {
      const own = pick(objects);
      return member(id, {
        objects: [own],
        near: [own, pick(objects)],
        startedMs: seeded.integer(windowMs * 3),
        suspect: seeded.integer(3) === 0 ? pick(['x', 'y']) : undefined,
        incidentId,
      });
    };
    const fired = Array.from({ length: 1 + seeded.integer(8) }, (_, place) =>
      make(`f${place}`, null),
    );
    const around = Array.from({ length: seeded.integer(8) }, (_, place) =>
      make(`a${place}`, seeded.integer(2) === 0 ? `i${seeded.integer(3)}` : null),
    );
    const seen = `seed ${seeded.seed}, round ${round}`;
    const decided = decideIncidents(fired, around, windowMs);
    const given = [
      ...decided.attached.map(({ alertId }) => alertId),
      ...decided.opened.flatMap(({ members }) => ids(members)),
    ];
    expect(new Set(given).size, seen).toBe(given.length);
    const taken = around.filter(({ incidentId }) => incidentId !== null).map(({ id }) => id);
    expect(
      given.filter((id) => taken.includes(id)),
      seen,
    ).toEqual([]);
    for (const { members } of decided.opened) expect(members.length, seen).toBeGreaterThan(1);
    const again = decideIncidents(fired.toReversed(), around.toReversed(), windowMs);
    const shape = ({ attached, opened }: typeof decided) => ({
      attached: attached.map(({ alertId, incidentId }) => `${alertId} ${incidentId}`).toSorted(),
      opened: opened.map(({ members }) => ids(members).join(' ')).toSorted(),
    });
    expect(shape(again), seen).toEqual(shape(decided));
  }
});
