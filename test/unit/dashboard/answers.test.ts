// The answers that the page shows and keeps up to date: one reading at a time, none lost, none of another
// question, and none for ever.
import { CombinedError } from 'urql';
import { describe, expect, it } from 'vitest';

import { Answers, type Interest } from '../../../src/dashboard/client/answers.ts';
import { LiveLog } from '../../../src/dashboard/client/live-log.ts';
import { chooseSeed, createSeeded, type Seeded } from '../../support/seeded.ts';
import { createVirtualPage, type VirtualPage } from '../../support/virtual-page.ts';

const plays = 100;
const unreachable = new CombinedError({ networkError: new Error('the connection was refused') });
const starting = new CombinedError({
  graphQLErrors: [{ message: 'hawkwatch stops.', extensions: { code: 'UNAVAILABLE' } }],
});
const refused = new CombinedError({ graphQLErrors: [{ message: 'That is not allowed.' }] });

const interest: Interest = { kinds: 'alert.', concerns: () => true, everyMs: 1_000 };

/** Answers of a service that counts what happened, and takes `answerMs` twice for an answer. */
function createRig(page: VirtualPage, answerMs: () => number = () => 50) {
  const log = new LiveLog();
  const askedMs: number[] = [];
  const rig = { happened: 0, open: 0, most: 0, failure: undefined as CombinedError | undefined };
  const answers = new Answers({
    ask: async (_query, variables, signal) => {
      askedMs.push(page.nowMs());
      rig.open += 1;
      rig.most = Math.max(rig.most, rig.open);
      let isOpen = true;
      const close = (): void => {
        if (isOpen) rig.open -= 1;
        isOpen = false;
      };
      signal.addEventListener('abort', close);
      await page.after(answerMs());
      const { failure, happened } = rig;
      await page.after(answerMs());
      close();
      const data = { ...variables, happened };
      return failure === undefined
        ? { data, error: undefined }
        : { data: undefined, error: failure };
    },
    log,
    surroundings: page,
  });
  const tell = (type = 'alert.fired'): void =>
    log.publish({ type, cursor: '', occurredAt: '', subject: '', payload: {} });
  return Object.assign(rig, { answers, log, askedMs, tell });
}

async function play(seeded: Seeded) {
  const page = createVirtualPage(seeded.fraction);
  const slownessMs = 1 + seeded.integer(4_000);
  const rig = createRig(page, () => seeded.integer(slownessMs));
  let isConnected = true;
  let untold = 0;
  const connect = (): void => {
    if (isConnected) return;
    isConnected = true;
    rig.failure = undefined;
    rig.log.back();
    for (; untold > 0; untold -= 1) rig.tell();
  };
  const change = (): void => {
    rig.happened += 1;
    page.setTimer(seeded.integer(500), () => {
      if (isConnected) rig.tell();
      else untold += 1;
    });
  };
  const answer = rig.answers.of('{ happened }', '{}');
  const joined = [answer.join(interest)];
  const acts: readonly (() => void)[] = [
    change,
    change,
    change,
    answer.refresh,
    () => page.see(seeded.integer(2) === 0),
    () => {
      isConnected = false;
      rig.failure = seeded.integer(2) === 0 ? unreachable : starting;
    },
    connect,
    () => joined.push(answer.join(interest)),
    () => joined.pop()?.(),
  ];
  for (let step = 0; step < 60; step += 1) {
    acts[seeded.integer(acts.length)]?.();
    await page.advance(seeded.integer(2_000));
  }
  if (joined.length === 0) answer.join(interest);
  connect();
  page.see(true);
  await page.rest();
  return { rig, state: answer.read() };
}

describe('an answer that is kept up to date', () => {
  it('is, when all is quiet, what the service answers, with one reading at a time', async () => {
    const first = chooseSeed();
    for (let seed = first; seed < first + plays; seed += 1) {
      const { rig, state } = await play(createSeeded(seed));
      const told = `HAWKWATCH_TEST_SEED=${seed}`;
      expect(state, told).toEqual({ data: { happened: rig.happened }, error: undefined });
      expect(rig.most, told).toBe(1);
    }
  });

  it('comes although events come faster than it does, and none of them is lost', async () => {
    const page = createVirtualPage();
    const rig = createRig(page, () => 900);
    const answer = rig.answers.of('{ happened }', '{}');
    answer.join(interest);
    for (let n = 0; n < 20; n += 1) {
      rig.happened += 1;
      rig.tell();
      await page.advance(500);
    }
    // Two seconds old at most.
    expect(answer.read().data).toMatchObject({ happened: expect.toSatisfy((n) => n >= 15) });
    await page.rest();
    expect(answer.read().data).toEqual({ happened: 20 });
    expect(rig.most).toBe(1);
  });

  it('is asked for once in an interval, and once after the last event', async () => {
    const page = createVirtualPage();
    const rig = createRig(page);
    rig.answers.of('{ happened }', '{}').join(interest);
    await page.advance(5_000);
    for (let n = 0; n < 25; n += 1) {
      rig.tell();
      await page.advance(100);
    }
    await page.rest();
    expect(rig.askedMs).toEqual([0, 5_000, 6_000, 7_000, 8_000]);
  });

  it.each([unreachable, starting])(
    'is asked for again, ever less often, while %s',
    async (failure) => {
      const page = createVirtualPage();
      const rig = createRig(page, () => 0);
      rig.failure = failure;
      const answer = rig.answers.of('{ happened }', '{}');
      answer.join(interest);
      await page.advance(60_000);
      expect(rig.askedMs).toEqual([0, 1_000, 3_000, 7_000, 15_000, 30_000, 45_000, 60_000]);
      expect(answer.read().error).toBe(failure);
      rig.failure = undefined;
      rig.log.back();
      await page.advance(0);
      expect(answer.read()).toEqual({ data: { happened: 0 }, error: undefined });
    },
  );

  it('keeps what was known when the service refuses, and does not insist', async () => {
    const page = createVirtualPage();
    const rig = createRig(page);
    const answer = rig.answers.of('{ happened }', '{}');
    const leave = answer.join(interest);
    await page.advance(5_000);
    rig.failure = refused;
    rig.tell();
    await page.rest();
    expect(answer.read()).toEqual({ data: { happened: 0 }, error: refused });
    expect(rig.askedMs).toHaveLength(2);
    leave();
    expect(answer.read()).toEqual({ data: { happened: 0 }, error: undefined });
  });

  it('waits while nobody looks, and is renewed when somebody does', async () => {
    const page = createVirtualPage();
    const rig = createRig(page);
    rig.answers.of('{ happened }', '{}').join(interest);
    await page.advance(5_000);
    page.see(false);
    rig.tell();
    await page.advance(60_000);
    expect(rig.askedMs).toEqual([0]);
    page.see(true);
    await page.rest();
    expect(rig.askedMs).toEqual([0, 65_000]);
  });

  it('is read once for all who show it, and given up when nobody does', async () => {
    const page = createVirtualPage();
    const rig = createRig(page);
    const answer = rig.answers.of('{ happened }', '{}');
    const leave = [answer.join(interest), answer.join(interest)];
    await page.advance(10);
    expect(rig.askedMs).toHaveLength(1);
    leave[0]?.();
    expect(rig.open).toBe(1);
    leave[1]?.();
    expect(rig.open).toBe(0);
    rig.happened = 1;
    await page.rest();
    expect(answer.read().data).toBeUndefined();
    expect(rig.askedMs).toHaveLength(1);
  });
});

describe('all answers', () => {
  it('are each of its own variables, also when the question to the others fails', async () => {
    const page = createVirtualPage();
    const rig = createRig(page);
    const day = rig.answers.of('{ happened }', '{"hours":24}');
    const leave = day.join(interest);
    await page.advance(1_000);
    leave();
    rig.failure = refused;
    const week = rig.answers.of('{ happened }', '{"hours":168}');
    week.join(interest);
    await page.rest();
    expect(week.read()).toEqual({ data: undefined, error: refused });
    expect(rig.answers.of('{ happened }', '{"hours":24}').read().data).toMatchObject({ hours: 24 });
  });

  it('are forgotten when there are many that nobody wants, and after some minutes', async () => {
    const page = createVirtualPage();
    const rig = createRig(page);
    const wanted = rig.answers.of('{ happened }', '{"from":-1}');
    wanted.join(interest);
    for (let from = 0; from < 200; from += 1) {
      const leave = rig.answers.of('{ happened }', JSON.stringify({ from })).join(interest);
      await page.advance(200);
      leave();
    }
    expect(rig.answers.size).toBe(31);
    expect(rig.answers.of('{ happened }', '{"from":-1}')).toBe(wanted);
    expect(rig.answers.of('{ happened }', '{"from":199}').read().data).toMatchObject({ from: 199 });
    await page.advance(10 * 60_000);
    rig.answers.of('{ happened }', '{"from":200}');
    expect(rig.answers.size).toBe(2);
  });

  it('are renewed after somebody did something', async () => {
    const page = createVirtualPage();
    const rig = createRig(page);
    rig.answers.of('{ happened }', '{}').join(interest);
    rig.answers.of('{ happened }', '{"hours":24}');
    await page.advance(5_000);
    rig.tell();
    await page.advance(500);
    rig.answers.renew();
    await page.rest();
    expect(rig.askedMs).toEqual([0, 5_000, 5_500]);
  });
});
