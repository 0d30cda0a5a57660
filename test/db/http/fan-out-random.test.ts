// Whatever subscribers of a shared subscription do, each sees every event after its start once and
// in order.
import { describe, expect, it } from 'vitest';

import { decodeCursor } from '../../../src/core/cursor.ts';
import { createContext } from '../../../src/graphql/context.ts';
import { schema } from '../../../src/graphql/schema.ts';
import { createFanOut } from '../../../src/http/fan-out/fan-out.ts';
import type { SharedResult } from '../../../src/http/fan-out/shared-result.ts';
import { createOperations } from '../../../src/http/operations.ts';
import { createSubscriptions } from '../../../src/http/subscriptions.ts';
import { chooseSeed, type Seeded } from '../../support/seeded.ts';
import { until } from '../../support/until.ts';
import { runRandomSubscribers, testedQuery, type Opener } from './random-subscribers.ts';
import { startService, testLimits, type TestService } from './service.ts';
import { openWire, openWireStream } from './wire.ts';

const cursorForm = /"cursor":"([^"]*)"/;
const idOf = (text: string): number => decodeCursor(cursorForm.exec(text)?.[1] ?? text)?.id ?? -1;

function socketOpener({ webSocketUrl, tokens }: TestService, random: Seeded): Opener {
  let socket: Awaited<ReturnType<typeof openWire>> | undefined;
  let operations = 0;
  return async (after) => {
    const own = (socket ??= await openWire(webSocketUrl, tokens.viewer));
    const id = `${(operations += 1)}`;
    own.subscribe(id, { query: testedQuery, variables: { after } });
    // A subscription is not acknowledged; a query that is answered came after it.
    own.subscribe(`${id}?`, { query: '{ head }' });
    await until('an answer', () => own.texts(`${id}?`).length > 0);
    return {
      ids: () => own.texts(id).map(idOf),
      pause: () => own.socket.pause(),
      resume: () => own.socket.resume(),
      leave: () => {
        if (random.integer(2) === 0) return own.complete(id);
        own.terminate();
        socket = undefined;
      },
    };
  };
}

function streamOpener({ url, tokens }: TestService, random: Seeded): Opener {
  return async (after) => {
    const byHeader = random.integer(2) === 0;
    const operation = { query: testedQuery, variables: { after: byHeader ? undefined : after } };
    const lastEventId = byHeader ? after : undefined;
    const stream = await openWireStream(url, tokens.viewer, operation, lastEventId);
    return {
      ids: () => stream.texts().map(idOf),
      pause: () => void stream.response.pause(),
      resume: () => void stream.response.resume(),
      leave: () => stream.terminate(),
    };
  };
}

/** Subscribes below the transports, with clients that have no room every now and then. */
function createSinkOpener({ services }: TestService, onLateResult: () => void) {
  const operations = createOperations({ schema, services, limits: testLimits });
  const fanOut = createFanOut({ schema, services, operations });
  const subscriptions = createSubscriptions(operations, fanOut);
  const viewer = { id: 'x', name: 'x', role: 'viewer', origin: 'test' } as const;
  const prepare = (after: string | undefined) => {
    const preparation = operations.prepare({ query: testedQuery, variables: { after } });
    if ('errors' in preparation) throw new Error('the operation is refused');
    return { ...preparation.prepared.args, contextValue: createContext({ viewer, services }) };
  };
  return (random: Seeded): Opener =>
    async (after) => {
      const ids: number[] = [];
      let [paused, behind, left] = [false, false, false];
      let waiting: (() => void)[] = [];
      const makeRoom = (): void => {
        if (paused) return;
        behind = false;
        for (const resolve of waiting) resolve();
        waiting = [];
      };
      const push = (result: SharedResult): boolean => {
        if (left) onLateResult();
        if (paused || behind) return false;
        ids.push(result.id);
        behind = random.integer(3) === 0;
        if (behind) setImmediate(makeRoom);
        return true;
      };
      const room = (): Promise<void> =>
        paused || behind ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve();
      const stream = await subscriptions.subscribe(prepare(after), { push, room });
      if (!('next' in stream)) throw new Error('the subscription is refused');
      return {
        ids: () => ids,
        pause: () => {
          paused = true;
        },
        resume: () => {
          paused = false;
          makeRoom();
        },
        leave: () => {
          left = true;
          void stream.return?.();
          makeRoom();
        },
      };
    };
}

async function nothingLeft({ fanOut, hub }: TestService, context: string): Promise<void> {
  await until(`everything to be cleaned up, ${context}`, () => {
    const { members, groups, lagging } = fanOut;
    return members === 0 && groups === 0 && lagging === 0 && hub.subscribers === 1;
  });
}

// Small, so that whoever is a little late has to read the log.
const tight = { bufferSize: 4, pageSize: 7, timings: { bufferedBytes: 100_000 } };

describe('shared subscriptions give every event once and in order', () => {
  it('to sockets and event streams, whatever their clients do', async () => {
    const seed = chooseSeed();
    const service = await startService(tight);
    const outcomes = await runRandomSubscribers(service, {
      seed,
      subscribers: 12,
      writers: 5,
      eventsPerWriter: 40,
      bigBytes: 200_000,
      opener: (index, random) => (index % 2 === 0 ? socketOpener : streamOpener)(service, random),
    });
    const due = outcomes.map((outcome) => outcome.due);
    expect(
      outcomes.map(({ seen }) => seen),
      `seed ${seed}`,
    ).toEqual(due);
    expect(Math.max(...due.map(({ length }) => length)), `seed ${seed}`).toBeGreaterThan(50);
    await nothingLeft(service, `seed ${seed}`);
    await service.close();
  });

  it('to clients that have no room at any moment', async () => {
    const seed = chooseSeed();
    const service = await startService(tight);
    let lateResults = 0;
    const openerFor = createSinkOpener(service, () => {
      lateResults += 1;
    });
    const outcomes = await runRandomSubscribers(service, {
      seed,
      subscribers: 30,
      writers: 6,
      eventsPerWriter: 100,
      bigBytes: 2000,
      opener: (_index, random) => openerFor(random),
    });
    const due = outcomes.map((outcome) => outcome.due);
    expect(
      outcomes.map(({ seen }) => seen),
      `seed ${seed}`,
    ).toEqual(due);
    expect(Math.max(...due.map(({ length }) => length)), `seed ${seed}`).toBeGreaterThan(50);
    expect(lateResults, `seed ${seed}`).toBe(0);
    await nothingLeft(service, `seed ${seed}`);
    await service.close();
  });
});
