// Makes reports of operations, one at a time: each reads much.
import type { Clock } from '../../core/clock.ts';
import { UnavailableError } from '../../core/errors.ts';
import { createLine } from '../../core/line.ts';
import type { Store } from '../../store/store.ts';
import { makeOperationsReport } from './make-report.ts';
import type { ReportRange } from './measured.ts';
import type { OperationsReport } from './operations-report.ts';

export interface OperationsReporter {
  /**
   * @throws InvalidInputError for a range that is empty or too long
   * @throws UnavailableError when too many ask at once
   */
  make(range: ReportRange): Promise<OperationsReport>;
  stop(): Promise<void>;
}

const maxWaiting = 4;

export function createOperationsReporter(options: {
  readonly store: Store;
  readonly clock: Pick<Clock, 'now'>;
  retention(): { readonly minutesMs: number };
}): OperationsReporter {
  const line = createLine({
    maxWaiting,
    tooMany: () => new UnavailableError('Too many reports are being made. Ask again soon.'),
  });
  return {
    make: (range) =>
      line.enter((signal) =>
        makeOperationsReport(
          readUntil(options.store, signal),
          options.clock,
          range,
          options.retention(),
        ),
      ),
    stop: () => line.stop(),
  };
}

/** A store that begins no transaction after the signal: a report under way ends with its next portion. */
function readUntil(store: Store, signal: AbortSignal): Store {
  return {
    q: store.q,
    raw: store.raw,
    transaction: async (work) => {
      signal.throwIfAborted();
      return store.transaction(work);
    },
    close: () => store.close(),
  };
}
