// One life of an instance: what it has to do with, and how it may end.
import type { createBell } from '../../core/bell.ts';
import type { MonitorRow } from '../../store/monitors.ts';
import type { MonitorServices } from '../monitor.ts';
import type { Attempt } from './attempt.ts';
import type { Report } from './report.ts';
import type { SupervisorTimings } from './timings.ts';
import type { WantedMonitor } from './wanted.ts';

export interface InstanceOptions {
  readonly services: MonitorServices;
  readonly timings: SupervisorTimings;
  readonly wanted: WantedMonitor;
  /** Of its row. */
  readonly id: string;
  readonly host: string;
  /** Of this process. */
  readonly replica: string;
}

/** What a life has to do with. */
export interface Life extends InstanceOptions {
  readonly row: MonitorRow;
  readonly report: Report;
  /** Aborted when the instance is to end. */
  readonly signal: AbortSignal;
  /** Rings when it is to run now. */
  readonly bell: ReturnType<typeof createBell>;
  /** Keeps account of an attempt that was given up. */
  abandon(attempt: Pick<Attempt<unknown>, 'gone'>): void;
}

export type LifeEnd =
  | 'TOLD'
  /** Somebody else holds the row. */
  | 'TAKEN_OVER'
  /** Somebody wants it to begin anew. */
  | 'RESTART'
  | 'FAILED'
  /** It failed after it had worked for long. */
  | 'FAILED_LATE';
