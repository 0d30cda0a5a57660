// The monitor of endpoints on a store of its own: what a check finds is
// said by the test, or found by the real probe.
import type { EndpointFinding } from '../../../src/core/endpoints.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import { toDeclared } from '../../../src/monitors/endpoints/declared.ts';
import { recordCheck, type Recorded } from '../../../src/monitors/endpoints/record.ts';
import type { WatchedEndpoint } from '../../../src/monitors/endpoints/settings.ts';
import { declareEndpoints, findEndpointByName } from '../../../src/store/endpoints.ts';
import { readEvents } from '../../../src/store/event-log.ts';
import type { Store } from '../../../src/store/store.ts';
import { watchedOf } from '../../support/probe-rig.ts';

export const random = createSystemRandom();

export const found = (more: Partial<EndpointFinding> = {}): EndpointFinding => ({
  ok: true,
  degraded: false,
  reason: null,
  status: null,
  durationMs: 1,
  phases: {},
  certificates: [],
  ...more,
});

export const failed = (reason = 'it is gone'): EndpointFinding => found({ ok: false, reason });

export const named = (name: string, more: object = {}): WatchedEndpoint => ({
  ...watchedOf({ name, tcp: { host: 'x.test', port: 1 }, ...more }),
  name,
});

export async function declare(
  store: Store,
  endpoints: readonly WatchedEndpoint[],
  now = new Date('2030-01-01T00:00:00Z'),
): Promise<void> {
  await store.transaction((tx) => declareEndpoints(tx, endpoints.map(toDeclared), random, now));
}

/** Records what a check found, as the monitor does. */
export function record(
  store: Store,
  endpoint: WatchedEndpoint,
  at: Date,
  finding: EndpointFinding,
): Promise<Recorded | undefined> {
  return store.transaction((tx) => recordCheck(tx, endpoint, { at, finding, random }));
}

export async function stateOf(store: Store, name: string) {
  const row = await findEndpointByName(store.q, name);
  if (row === undefined) throw new Error(`there is no endpoint ${name}`);
  return row;
}

export interface SeenEvent {
  readonly type: string;
  readonly subject: string;
  readonly payload: Record<string, unknown>;
}

/** All events of endpoints. */
export async function eventsOf(store: Store, types: readonly string[]): Promise<SeenEvent[]> {
  const events = await readEvents(
    store.raw,
    { after: 0, limit: 1000 },
    { types: [...types], audiences: ['viewer', 'operator', 'admin'], subjects: undefined },
  );
  return events.map(({ type, subject, payload }) => ({
    type,
    subject,
    payload: Object.fromEntries(Object.entries(payload ?? {})),
  }));
}
