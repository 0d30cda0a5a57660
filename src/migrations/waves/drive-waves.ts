// Drives all waves that go on, as long as this replica leads: woken by the events of runs and waves,
// and by a timer, so that a missed event costs time only.
import type { Hub } from '../../bus/hub.ts';
import { listenForEvents } from '../../bus/listen.ts';
import { coerceError } from '../../core/errors.ts';
import { listOpenWaves } from '../../store/migration-waves.ts';
import { progressEvents } from '../events.ts';
import type { RequestOptions } from '../requests.ts';
import { createKeyedQueue } from '../watching/keyed-queue.ts';
import { advanceWave } from './advance-wave.ts';
import { waveEvents } from './events.ts';

export interface DriveWavesOptions extends RequestOptions {
  readonly hub: Hub;
  readonly pollMs?: number | undefined;
  readonly retryMs?: number | undefined;
}

const wavesAtOnce = 4;

/** Drives until `signal` is aborted. */
export async function driveWaves(options: DriveWavesOptions, signal: AbortSignal): Promise<void> {
  const { store, clock, logger, pollMs = 5000 } = options;
  const work = async (waveId: string): Promise<void> => {
    try {
      await advanceWave({ ...options, signal }, waveId);
    } catch (error) {
      if (signal.aborted) return;
      logger.warn({ err: coerceError(error), wave: waveId }, 'a wave waits: it is tried again');
    }
  };
  const queue = createKeyedQueue({ clock, parallel: wavesAtOnce, work });
  const look = async (): Promise<void> => {
    try {
      for (const id of await listOpenWaves(store.q)) queue.push(id);
    } catch (error) {
      logger.debug({ err: coerceError(error) }, 'open waves could not be listed');
    }
  };
  const looks = createKeyedQueue({ clock, parallel: 1, work: look });
  const poll = async (): Promise<void> => {
    while (!signal.aborted) {
      looks.push('look');
      await clock.sleep(pollMs, signal).catch(() => undefined);
    }
  };
  const types = [progressEvents.FINISHED.type, waveEvents.STARTED.type, waveEvents.ADVANCED.type];
  const onEvent = (): void => looks.push('look');
  await Promise.all([poll(), listenForEvents({ ...options, signal, types, onEvent })]);
  await looks.stop();
  await queue.stop();
}
