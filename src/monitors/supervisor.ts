// Runs the monitors: those of the cluster on one replica, those of a host on one replica of each host.
// What is led is a scope as a whole, so there are two locks, however many monitors there are, and one
// take-over time for all of them. Which monitors there are is told by the settings, which may change at
// any time. It is not allowed that one monitor's fault is another one's.
//
//   settings ──> wanted instances ─┐
//   rows (paused, run requested) ──┼──> run-scope ──> instance ──> life ──> state, event, position
//   hub (wakes) ───────────────────┘
import { listenForEvents } from '../bus/listen.ts';
import type { Hub } from '../bus/hub.ts';
import type { Bell } from '../core/bell.ts';
import type { StoreAddress } from '../store/connection.ts';
import { startLeadership } from '../store/leadership.ts';
import { monitorRunRequested, monitorStateChanged } from '../store/monitors.ts';
import type { MonitorScope, MonitorServices } from './monitor.ts';
import type { MonitorKinds } from './registry.ts';
import { runScope } from './supervisor/run-scope.ts';
import { defaultTimings, type SupervisorTimings } from './supervisor/timings.ts';
import { createUnledHosts, hostLeadership } from './supervisor/unled-hosts.ts';
import { nothingWanted, readWanted, type Wanted } from './supervisor/wanted.ts';

export interface SupervisorOptions<Kinds extends MonitorKinds> extends MonitorServices {
  readonly kinds: Kinds;
  /** What is configured now. */
  readonly settings: SettingsOf<Kinds>;
  /** Of the store, for the locks. */
  readonly address: StoreAddress;
  /** Wakes it; without it, what others ask for is seen a little later. */
  readonly hub?: Hub | undefined;
  /** Of this host. */
  readonly host: string;
  /** Id of this replica. */
  readonly replica: string;
  readonly timings?: Partial<SupervisorTimings>;
}

/** What the settings must have so that each of the kinds finds its own. */
export type SettingsOf<Kinds extends MonitorKinds> = {
  [Kind in keyof Kinds]: Kinds[Kind]['parseConfig'] extends (settings: infer One) => unknown
    ? (settings: One) => void
    : never;
}[keyof Kinds] extends (settings: infer All) => void
  ? All
  : never;

export interface Supervisor<Settings> {
  /** Takes new settings; only instances whose config is another one begin anew. */
  configure(settings: Settings): void;
  /** The scopes that this replica leads. */
  leads(): readonly MonitorScope[];
  /** Scopes that nobody leads, as far as is known here, for how many milliseconds. */
  unled(): readonly { readonly scope: MonitorScope; readonly ms: number }[];
  stop(): Promise<void>;
}

export const clusterLeadership = 'cluster monitors';

/** Begins to compete for the scopes, and runs what it leads. */
export function startSupervisor<Kinds extends MonitorKinds>(
  options: SupervisorOptions<Kinds>,
): Supervisor<SettingsOf<Kinds>> {
  const { kinds, address, hub, host, replica } = options;
  const { store, clock, random, logger, samples, eventLoop, databases, needs } = options;
  const services = { store, clock, random, logger, samples, eventLoop, databases, needs };
  const timings = { ...defaultTimings, ...options.timings };
  const stopping = new AbortController();
  const bells = new Map<MonitorScope, Bell>();
  let wanted = readWanted(kinds, options.settings, nothingWanted);
  const ring = (): void => {
    for (const bell of bells.values()) bell.ring();
  };

  const wantedOf = (scope: MonitorScope): Wanted => ({
    monitors: wanted.monitors.filter((one) => one.scope === scope),
    faults: new Map([...wanted.faults].filter(([kind]) => kinds[kind]?.scope === scope)),
  });

  const lead = (scope: MonitorScope) =>
    startLeadership({
      address,
      name: scope === 'cluster' ? clusterLeadership : hostLeadership(host),
      clock,
      logger,
      pollMs: timings.leadershipPollMs,
      idleMs: timings.leadershipIdleMs,
      work: (signal) =>
        runScope(
          {
            services,
            timings,
            scope: { scope, host: scope === 'cluster' ? '' : host },
            host,
            replica,
            wanted: () => wantedOf(scope),
            onBell: (bell) => bells.set(scope, bell),
            ...(scope === 'cluster'
              ? { alsoLook: createUnledHosts({ store, clock, unledMs: timings.unledMs }) }
              : {}),
          },
          signal,
        ),
    });
  const scopes = [
    { scope: 'cluster', leadership: lead('cluster') },
    { scope: 'host', leadership: lead('host') },
  ] as const;

  const types = [monitorStateChanged.type, monitorRunRequested.type];
  const { signal } = stopping;
  const listening =
    hub &&
    listenForEvents({ hub, types, clock, logger, signal, onEvent: ring, onGap: ring }).catch(
      () => undefined,
    );

  return {
    configure: (settings) => {
      wanted = readWanted(kinds, settings, wanted);
      ring();
    },
    leads: () => scopes.filter((one) => one.leadership.leading).map(({ scope }) => scope),
    unled: () => scopes.map(({ scope, leadership }) => ({ scope, ms: leadership.unledMs() })),
    stop: async () => {
      stopping.abort(new Error('hawkwatch is stopping'));
      await Promise.all([listening, ...scopes.map(({ leadership }) => leadership.stop())]);
    },
  };
}
