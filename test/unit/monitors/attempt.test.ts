import { describe, expect, it } from 'vitest';

import { startAttempt } from '../../../src/monitors/supervisor/attempt.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const begin = <T>(work: (signal: AbortSignal) => Promise<T>) => {
  const clock = createFakeClock();
  const outer = new AbortController();
  const attempt = startAttempt({ clock, graceMs: 1_000, signal: outer.signal }, work);
  return { clock, outer, attempt };
};
const never = (): Promise<void> => new Promise(() => undefined);
const untilAborted = (signal: AbortSignal): Promise<string> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(String(signal.reason)), { once: true });
  });

describe('an attempt', () => {
  it('gives the result, and leaves no timer behind', async () => {
    const { attempt, clock } = begin(() => Promise.resolve(7));
    expect(await attempt.ending).toEqual({ how: 'ended', value: 7 });
    expect(clock.timers()).toBe(0);
  });

  it('gives what was thrown, also at once', async () => {
    const error = new Error('no');
    const { attempt } = begin(() => {
      throw error;
    });
    expect(await attempt.ending).toEqual({ how: 'failed', error });
  });

  it('tells the work why it is to end', async () => {
    const { attempt, clock } = begin(untilAborted);
    attempt.end(new Error('first'));
    attempt.end(new Error('second'));
    expect(await attempt.ending).toEqual({ how: 'ended', value: 'Error: first' });
    expect(clock.timers()).toBe(0);
  });

  it('ends with the signal around it, also when that was aborted before', async () => {
    const { attempt, outer } = begin(untilAborted);
    outer.abort(new Error('stop'));
    expect(await attempt.ending).toEqual({ how: 'ended', value: 'Error: stop' });
    const clock = createFakeClock();
    const late = startAttempt({ clock, graceMs: 5, signal: outer.signal }, never);
    clock.advance(5);
    expect(await late.ending).toEqual({ how: 'abandoned' });
  });

  it('is given up when it does not end in time, and known to be gone later', async () => {
    let finish = (): void => undefined;
    const { attempt, clock } = begin(
      () => new Promise<void>((_resolve, reject) => (finish = () => reject(new Error('late')))),
    );
    let isGone = false;
    void attempt.gone.then(() => (isGone = true));
    attempt.end(new Error('stop'));
    clock.advance(999);
    clock.advance(1);
    expect(await attempt.ending).toEqual({ how: 'abandoned' });
    expect(isGone).toBe(false);
    finish();
    await attempt.gone;
    expect(isGone).toBe(true);
  });
});
