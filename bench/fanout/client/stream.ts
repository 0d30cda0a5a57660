// The events of one kind that a job publishes, and the check of what arrives of them.
import type { Job } from '../job.ts';
import { createChecker, type Checker, type Subscriber } from './checker.ts';
import type { EventForm } from './events.ts';
import { createPublisher, type Control, type Publisher } from './publisher.ts';

export interface Stream {
  readonly form: EventForm;
  readonly publisher: Publisher;
  readonly checker: Checker;
  readonly subscribers: readonly Subscriber[];
}

export interface StreamOptions {
  readonly target: Job['target'];
  readonly control: Control;
  readonly form: EventForm;
  readonly subscribers: readonly Subscriber[];
  readonly documents: number;
  readonly onFailure: (error: unknown) => void;
}

export function createStream(options: StreamOptions): Stream {
  const { target, control, form, subscribers, documents, onFailure } = options;
  return {
    form,
    subscribers,
    publisher: createPublisher(target, control, { form, onFailure }),
    checker: createChecker({ subscribers: subscribers.length, documents, form }),
  };
}

/** Waits for something that is seen by looking at it. */
export async function until(what: string, isTrue: () => boolean, waitMs = 20_000): Promise<void> {
  const end = performance.now() + waitMs;
  while (!isTrue()) {
    if (performance.now() > end) throw new Error(`${what} did not happen within ${waitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Everybody, or the named, have got everything that was published. */
export function allArrived(
  { publisher, subscribers }: Stream,
  named: readonly Subscriber[] = subscribers,
): Promise<void> {
  return until('the arrival of every event', () =>
    named.every(({ next }) => next === publisher.published),
  );
}

/**
 * Publishes events until everybody gets them. A server that replays nothing does not say when a
 * subscription is in force, so the first few may be missed by some.
 */
export async function awaitReadiness(stream: Stream, replays: boolean): Promise<void> {
  const { publisher } = stream;
  for (let attempt = 0; attempt < 50; attempt += 1) {
    publisher.publish(1);
    if (replays) return allArrived(stream);
    const arrived = await allArrivedWithin(stream, 300);
    if (arrived) return;
  }
  throw new Error('the subscriptions do not get events');
}

async function allArrivedWithin(stream: Stream, waitMs: number): Promise<boolean> {
  const { subscribers, publisher } = stream;
  const end = performance.now() + waitMs;
  while (performance.now() < end) {
    if (subscribers.every(({ next }) => next === publisher.published)) return true;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return false;
}
