// Two servers on one store, at one frozen time: one shares executions, the other does not. What
// subscribers of both get is recorded, and after each step everybody has got what it gives.
import { createClock } from '../../../src/core/clock.ts';
import type { StoredEvent } from '../../../src/core/events.ts';
import { audiencesOf, type Role } from '../../../src/core/role.ts';
import type { Services } from '../../../src/graphql/services.ts';
import { readLog } from '../../../src/store/event-log.ts';
import { until } from '../../support/until.ts';
import { clock, random, startService, type Replica, type TestService } from './service.ts';
import type { Watched } from './shared-operations.ts';
import { openWire, openWireStream } from './wire.ts';

export const frozenAt = new Date('2026-01-31T12:00:00.123Z');

/** What came over each way. */
export interface Recorded {
  readonly shared: readonly string[];
  /** Over a second socket of the server that shares. */
  readonly sharedAgain: readonly string[];
  readonly alone: readonly string[];
  readonly sharedStream: readonly string[];
  readonly aloneStream: readonly string[];
}

interface Recording {
  readonly operation: Watched;
  read(): Recorded;
  /** Results so far. */
  expected: number;
}

export interface BothWays {
  readonly shared: TestService;
  readonly alone: Replica;
  readonly recordings: ReadonlyMap<string, Recording>;
  /** Subscribes on all ways. */
  open(name: string, operation: Watched): Promise<void>;
  /** Does something, and waits until its events have come to everybody. */
  step(work: () => Promise<unknown>): Promise<void>;
  close(): Promise<void>;
}

/** Starts both; subscribers have the role. */
export async function startBothWays(
  role: Role,
  targetHealth: Services['targetHealth'],
): Promise<BothWays> {
  const options = {
    clock: createClock({ ...clock, now: () => frozenAt }),
    // Ids of errors are random, and stand in results.
    random: { ...random, uuid: () => '00000000-0000-4000-8000-000000000000' },
    limits: { depth: 20, cost: 1_000_000, tokens: 20_000, socketsPerToken: 200 },
    targetHealth,
  };
  const shared = await startService(options);
  const alone = await shared.addReplica({ ...options, sharing: false });
  const token = shared.tokens[role];
  const sockets = {
    shared: await openWire(shared.webSocketUrl, token),
    sharedAgain: await openWire(shared.webSocketUrl, token),
    alone: await openWire(alone.webSocketUrl, token),
  };
  const recordings = new Map<string, Recording>();
  let readTo = 0;

  const readOn = async (): Promise<readonly StoredEvent[]> => {
    const { events } = await readLog(shared.store.raw, { after: readTo, limit: 1000 });
    readTo = events.at(-1)?.id ?? readTo;
    return events.filter((event) => audiencesOf(role).includes(event.audience));
  };

  /** Nothing is under way: what is executed now shows the same on both servers. */
  const settle = async (): Promise<void> => {
    await until('both servers at the head', () => {
      return shared.hub.position === readTo && alone.hub.position === readTo;
    });
    for (const [name, { read, expected }] of recordings) {
      await until(`${expected} results of "${name}" on all ways`, () =>
        Object.values(read()).every((texts: readonly string[]) => texts.length >= expected),
      );
    }
  };

  return {
    shared,
    alone,
    recordings,
    open: async (name, operation) => {
      for (const socket of Object.values(sockets)) socket.subscribe(name, operation);
      const sharedStream = await openWireStream(shared.url, token, operation);
      const aloneStream = await openWireStream(alone.url, token, operation);
      const read = (): Recorded => ({
        shared: sockets.shared.texts(name),
        sharedAgain: sockets.sharedAgain.texts(name),
        alone: sockets.alone.texts(name),
        sharedStream: sharedStream.texts(),
        aloneStream: aloneStream.texts(),
      });
      recordings.set(name, { operation, read, expected: operation.first });
    },
    step: async (work) => {
      await work();
      const events = await readOn();
      for (const recording of recordings.values()) {
        recording.expected += events.filter((event) => recording.operation.sees(event)).length;
      }
      await settle();
    },
    close: async () => {
      for (const socket of Object.values(sockets)) socket.terminate();
      await shared.close();
    },
  };
}
