// What comes and goes is shown as one alert.
import { describe, expect, it } from 'vitest';

import type { TransitionInput } from '../../../src/alerts/transition.ts';
import {
  at,
  byHand,
  ended,
  holds,
  minute,
  plain,
  play,
  second,
  step,
  time,
  type Rule,
  type Story,
} from './histories.ts';

describe('flapping', () => {
  /** On at even multiples of a step, off at odd ones. */
  const toggles = (count: number, everySeconds: number, rule: Rule = plain) =>
    Array.from({ length: count }, (_, n): readonly [number, TransitionInput] => {
      const now = n * everySeconds;
      return [now, n % 2 === 0 ? holds(now, rule) : ended(now)];
    });

  it('is seen with the fifth flip in 30 minutes, and then there is one alert', () => {
    const story = play(toggles(40, 60));
    expect(story.kinds.slice(0, 6)).toEqual([
      'FIRED',
      'RESOLVED',
      'FIRED',
      'RESOLVED',
      'FIRED',
      'FLAPPING',
    ]);
    expect(story.kinds.slice(6).every((kind) => /^RE(?:COVERING|FIRED)$/.test(kind))).toBe(true);
    expect(story.opened).toBe(3);
    expect(story.standing?.flips.length).toBeLessThanOrEqual(20);
  });

  it('is not seen when the flips are spread over a longer time', () => {
    const story = play(toggles(40, 8 * 60));
    expect(story.kinds).not.toContain('FLAPPING');
    expect(story.opened).toBe(20);
  });

  it('ends after 30 quiet minutes: resolved when the condition has ended', () => {
    const story = play([...toggles(6, 60), [5 * 60 + 30 * 60 - 1, time]]);
    expect(story.standing?.state).toBe('RECOVERING');
    const later = play([...toggles(6, 60), [5 * 60 + 30 * 60, time]]);
    expect(later.kinds.at(-1)).toBe('RESOLVED');
    expect(later.standing).toMatchObject({ resolution: 'RECOVERED', flappingSince: null });
  });

  it('ends after 30 quiet minutes: steady when the condition holds', () => {
    const story = play([...toggles(5, 60), [4 * 60 + 30 * 60, time]]);
    expect(story.kinds.at(-1)).toBe('STEADY');
    expect(story.standing).toMatchObject({ state: 'FIRING', flappingSince: null });
  });

  it('holds an end back that would be the fifth flip', () => {
    const { standing } = play([[0, holds(0)]]);
    if (standing === undefined) throw new Error('it does not fire');
    // As if it had come and gone four times; its own beginning is long ago.
    const flips = [1, 2, 3, 4].map((n) => at(n * 60).toISOString());
    const story: Story = { standing: { ...standing, flips }, all: [], kinds: [], opened: 0 };
    step(story, ended(300), at(300));
    expect(story.kinds).toEqual(['RECOVERING', 'FLAPPING']);
    expect(story.standing?.wakeAt).toEqual(at(300 + 30 * 60));
  });

  it('is not seen behind `keepFiringFor`, which makes one alert of it already', () => {
    const story = play(toggles(40, 60, { ...plain, keepFiringForMs: 10 * minute }));
    expect(story.kinds).not.toContain('FLAPPING');
    expect(story.opened).toBe(1);
  });

  it('is ended by hand', () => {
    const story = play([...toggles(6, 60), [6 * 60, byHand]]);
    expect(story.standing).toMatchObject({ state: 'RESOLVED', resolution: 'MANUAL' });
  });

  it('does not let an alert that flaps expire into many', () => {
    const rule: Rule = { ...plain, lastsMs: 60 * second };
    const story = play(
      Array.from({ length: 14 }, (_, n) => [n * 120, holds(n * 120, rule)] as const),
    );
    expect(story.kinds).toContain('FLAPPING');
    expect(story.opened).toBe(3);
  });
});
