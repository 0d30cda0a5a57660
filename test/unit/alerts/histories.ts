// Histories of one fingerprint, written as what happens at which second, and played through the pure
// transition as the engine plays them.
import {
  transition,
  type Effect,
  type Holding,
  type Standing,
  type TransitionInput,
} from '../../../src/alerts/transition.ts';

export const second = 1000;
export const minute = 60 * second;
export const at = (seconds: number): Date => new Date(seconds * second);

export interface Rule {
  readonly forMs: number;
  readonly keepFiringForMs: number;
  readonly lastsMs: number | null;
}

export const plain: Rule = { forMs: 0, keepFiringForMs: 0, lastsMs: null };

export const holds = (
  seconds: number,
  rule: Rule = plain,
  more: Partial<Holding> = {},
): Holding => ({ kind: 'HOLDS', at: at(seconds), eventId: null, ...rule, ...more });
export const ended = (seconds: number): TransitionInput => ({ kind: 'ENDED', at: at(seconds) });
export const time: TransitionInput = { kind: 'TIME' };
export const acknowledge: TransitionInput = { kind: 'ACKNOWLEDGE', by: 'anna' };
export const unacknowledge: TransitionInput = { kind: 'UNACKNOWLEDGE' };
export const byHand: TransitionInput = { kind: 'RESOLVE', by: 'anna' };
export const removed: TransitionInput = { kind: 'REMOVE_RULE' };

/** Whom it is about: `opens` tells alerts apart. */
export interface Story {
  standing: Standing | undefined;
  readonly all: Effect[];
  readonly kinds: string[];
  opened: number;
}

/** Plays inputs at their times (`now` in seconds). */
export function play(steps: readonly (readonly [number, TransitionInput])[]): Story {
  const story: Story = { standing: undefined, all: [], kinds: [], opened: 0 };
  for (const [now, input] of steps) step(story, input, at(now));
  return story;
}

export function step(story: Story, input: TransitionInput, now: Date): void {
  const made = transition(story.standing, input, now);
  const effects = [...(made.opened?.closing ?? []), ...made.effects];
  if (made.opened !== undefined) story.opened += 1;
  story.standing = made.standing;
  story.all.push(...effects);
  story.kinds.push(...effects.map(({ kind }) => kind));
}
