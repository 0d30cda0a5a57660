// What is recorded when hawkwatch stops is written, whoever hangs.
import { expect, it } from 'vitest';

import { stopRecordingAfter } from '../../src/monitoring.ts';
import { createFakeClock } from '../support/fake-clock.ts';

it('samples are flushed although a monitor hangs', async () => {
  const clock = createFakeClock();
  const monitor = Promise.withResolvers<void>();
  const flushed = Promise.withResolvers<void>();
  const stopRecording = (): Promise<void> => {
    flushed.resolve();
    return Promise.resolve();
  };
  const stopped = stopRecordingAfter(monitor.promise, stopRecording, clock);
  clock.advance(2_000);
  await flushed.promise;
  monitor.resolve();
  await stopped;
  expect(clock.timers()).toBe(0);
});

it('samples are flushed although what was stopped before failed', async () => {
  let flushes = 0;
  const stopRecording = (): Promise<void> => {
    flushes += 1;
    return Promise.resolve();
  };
  const failed = Promise.reject(new Error('broken'));
  const stopped = stopRecordingAfter(failed, stopRecording, createFakeClock());
  await expect(stopped).rejects.toThrow('broken');
  expect(flushes).toBe(1);
});
