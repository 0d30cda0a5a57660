// What is worked out of changes once, however many alerts ask.
import { describe, expect, it } from 'vitest';

import {
  createChangeBook,
  type Candidate,
} from '../../../../src/alerts/correlation/change-book.ts';
import type { Change } from '../../../../src/alerts/correlation/change.ts';
import { createTopology } from '../../../../src/alerts/correlation/topology.ts';

const change = (eventId: number, more: Partial<Change> = {}): Change => ({
  class: 'DEPLOYMENT',
  group: `deployment:${eventId}`,
  objects: ['service:shop'],
  words: 'was deployed',
  eventId,
  audience: 'viewer',
  atMs: eventId,
  sinceMs: eventId,
  ...more,
});
const topology = () =>
  createTopology({ databases: [], endpoints: [], containers: [], services: [] });

describe('the book of changes', () => {
  it('judges each change once for all alerts of a kind, and only the new ones later', () => {
    const book = createChangeBook(Array.from({ length: 1000 }, (_, id) => change(id)));
    const known = topology();
    let judged = 0;
    const judge = (one: Change): Candidate | undefined => {
      judged += 1;
      const affinity = { weight: 1, slow: false };
      return one.eventId % 500 === 0 ? { change: one, affinity, weight: 1, near: '' } : undefined;
    };
    for (let alert = 0; alert < 5000; alert += 1) {
      expect(book.candidates('slow', known, judge)?.length).toBe(2);
    }
    expect(judged).toBe(1000);
    book.add([change(999), change(1500)]);
    expect(book.candidates('slow', known, judge)?.map((one) => one.change.eventId)).toEqual([
      0, 500, 1500,
    ]);
    expect(judged).toBe(1001);
    book.candidates('slow', topology(), judge);
    expect(judged).toBe(1001 * 2);
  });

  it('goes on where it was when there was no time to judge all', () => {
    const book = createChangeBook(Array.from({ length: 100 }, (_, id) => change(id)));
    const known = topology();
    const judged: number[] = [];
    const judge = ({ eventId }: Change): undefined => {
      judged.push(eventId);
    };
    let left = 60;
    const isTime = (): boolean => (left -= 1) >= 0;
    expect(book.candidates('slow', known, judge, isTime)).toBeUndefined();
    expect(judged.length).toBe(60);
    expect(book.candidates('slow', known, judge)).toEqual([]);
    expect(judged).toEqual(Array.from({ length: 100 }, (_, id) => id));
  });

  it('knows of a group when it was ended first, and which version it is', () => {
    const book = createChangeBook([
      change(1, { group: 'run:1', version: '7' }),
      change(2, { group: 'run:1', ends: true, sinceMs: 90 }),
      change(3, { group: 'run:1', ends: true, sinceMs: 40 }),
    ]);
    expect([book.endedMsOf('run:1'), book.endedMsOf('run:2')]).toEqual([40, undefined]);
    expect([book.versionOf('run:1'), book.groupOf(2)]).toEqual(['7', 'run:1']);
  });
});
