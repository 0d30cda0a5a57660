// Checks endpoints: one instance for each, on one replica. That an endpoint is down is what it finds, not
// its own failure.
import type { EndpointFinding } from '../../core/endpoints.ts';
import type { Sample } from '../../metrics/samples.ts';
import { defineMonitor } from '../monitor.ts';
import { createLookup, type Lookup } from './network/lookup.ts';
import { recordCheck } from './record.ts';
import { runProbe } from './run-probe.ts';
import type { WatchedEndpoint } from './settings.ts';

/** What the monitor is given: the endpoints of the file and of the API. */
export interface EndpointMonitorSettings {
  readonly watchedEndpoints: readonly WatchedEndpoint[];
}

/** For what there is to do besides the probe, in milliseconds. */
const recordingMs = 15_000;

/** The monitor with a way of its own to resolve names. */
export function defineEndpointMonitor(lookup: Lookup) {
  return defineMonitor<EndpointMonitorSettings, WatchedEndpoint>({
    kind: 'endpoints',
    scope: 'cluster',
    description:
      'Checks endpoints: HTTP, TCP, PostgreSQL, Redis, SMTP, DNS and certificates; their state, ' +
      'uptime and the ends of their certificates.',
    parseConfig: ({ watchedEndpoints }) =>
      watchedEndpoints
        .filter(({ paused }) => !paused)
        .map((endpoint) => ({ name: endpoint.name, config: endpoint })),
    intervalMs: ({ everyMs }) => everyMs,
    timeoutMs: ({ timeoutMs }) => timeoutMs + recordingMs,
    check: async (endpoint, context) => {
      const { clock, random, signal, samples } = context;
      const finding = await runProbe(endpoint, { clock, lookup, signal });
      const at = clock.now();
      const recorded = await context.transaction((tx) =>
        recordCheck(tx, endpoint, { at, finding, random }),
      );
      samples.record(samplesOf(endpoint.name, finding, at));
      return recorded?.nextInMs ?? undefined;
    },
  });
}

/** For all checks of a process: Node's threads are few. */
export const systemLookup = createLookup();

export const endpointMonitor = defineEndpointMonitor(systemLookup);

/** What is measured of a check; a failed one has no duration, which would be its time-out. */
export function samplesOf(name: string, finding: EndpointFinding, at: Date): Sample[] {
  const subject = `endpoint:${name}`;
  const up: Sample = { metric: 'endpoint.up', subject, at, value: finding.ok ? 1 : 0 };
  if (!finding.ok) return [up];
  const duration: Sample = {
    metric: 'endpoint.duration_ms',
    subject,
    at,
    value: finding.durationMs,
  };
  const phases = Object.entries(finding.phases).map(([phase, value]: [string, number]): Sample => ({
    metric: 'endpoint.phase_ms',
    subject,
    labels: { phase },
    at,
    value,
  }));
  return [up, duration, ...phases];
}
