// Remedies in a real store: offered, asked for, done by themselves; limits, lost ones, and what is on record.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import {
  createRemediator,
  type RemediationDoers,
  type Remediator,
} from '../../../../src/alerts/remediation/remediator.ts';
import { parseConfiguration } from '../../../../src/config/file.ts';
import type { Actor } from '../../../../src/core/actor.ts';
import { ConflictError } from '../../../../src/core/errors.ts';
import { silentLogger } from '../../../../src/core/logger.ts';
import { createSystemRandom } from '../../../../src/core/random.ts';
import { listTimeline } from '../../../../src/store/alert-timeline.ts';
import type { AlertRow } from '../../../../src/store/alerts.ts';
import { sql } from '../../../../src/store/drizzle.ts';
import { insertRemediations, listRemediationsOf } from '../../../../src/store/remediations.ts';
import { createTestStore, type TestStore } from '../../../support/store.ts';
import { until } from '../../../support/until.ts';
import { createEngineRig, holding } from '../rig.ts';
import { clear, clockAfter, storeWorld } from './rig.ts';

const random = createSystemRandom();
const admin: Actor = { id: 'a', name: 'anna', role: 'admin', origin: 'test' };
const file = `
actions: { restartContainers: on }
remediation:
  - { name: restart-it, match: [type=CONTAINER_UNHEALTHY], action: RESTART_CONTAINER }
  - name: restart-search
    match: [type=ENDPOINT_DOWN, 'endpoint=search-api']
    action: RESTART_CONTAINER
    container: search/search-api/1
    automatic: on
    maxPerHour: 1
  - { name: roll-back, match: [type=ERROR_RATE], action: EMERGENCY_ROLLBACK }
`;
const configured = (text: string) => parseConfiguration(text, { path: '/hawkwatch.yaml', env: {} });

let test: TestStore;
beforeAll(async () => {
  test = await createTestStore();
  await storeWorld(test.store);
});
beforeEach(() => clear(test.store));
afterAll(() => test.close());

function open(text = file, doers: Partial<RemediationDoers> = {}) {
  const clock = clockAfter();
  const restarted: string[] = [];
  const remediator: Remediator = createRemediator({
    store: test.store,
    clock,
    random,
    logger: silentLogger,
    doers: {
      restartContainer: (_actor, id) => {
        restarted.push(id);
        return Promise.resolve();
      },
      rollBack: () => Promise.resolve('run-1'),
      ...doers,
    },
    settings: () => configured(text),
  });
  const rig = createEngineRig(test.store, [remediator.follower], clock);
  return { ...rig, clock, remediator, restarted };
}

const unhealthy = (at: Date) =>
  holding(at, {
    rule: 'unhealthy',
    type: 'CONTAINER_UNHEALTHY',
    labels: { container: 'shop/web/1', host: 'prod-1' },
    subject: 'container:shop/web/1',
  });
const searchDown = (at: Date) =>
  holding(at, {
    rule: 'endpoint-down',
    type: 'ENDPOINT_DOWN',
    labels: { endpoint: 'search-api' },
    subject: 'endpoint:search-api',
  });

async function onlyAlert(rig: { alerts(): Promise<readonly AlertRow[]> }): Promise<AlertRow> {
  const [alert] = await rig.alerts();
  if (alert === undefined) throw new Error('there is no alert');
  return alert;
}

async function events(type = 'remediation.finished'): Promise<readonly Record<string, unknown>[]> {
  const rows = await test.store.q.execute<{ payload: Record<string, unknown> }>(
    sql`select payload from hawkwatch_store.events where type = ${type} order by id`,
  );
  return rows.map(({ payload }) => payload);
}

describe('a remedy that is offered', () => {
  it('is done when an admin asks for it, and is on record', async () => {
    const rig = open();
    await rig.observe(unhealthy(rig.clock.now()));
    const alert = await onlyAlert(rig);
    expect(rig.remediator.commands.offers(alert)).toMatchObject([
      { name: 'restart-it', object: 'container:prod-1/shop/web/1', refusal: null },
    ]);
    const done = await rig.remediator.commands.run(admin, alert.id, 'restart-it');
    expect(done).toMatchObject({ state: 'SUCCEEDED', askedBy: 'anna', automatic: false });
    expect(rig.restarted.length).toBe(1);
    expect(await events()).toMatchObject([{ state: 'SUCCEEDED', by: 'anna' }]);
    const timeline = await listTimeline(test.store.q, alert.id, { limit: 10 });
    expect(timeline.at(-1)).toMatchObject({ kind: 'REMEDIATED', actor: 'anna' });
    const audit = await test.store.q.execute(
      sql`select * from hawkwatch_store.audit_log where action = 'runRemediation'`,
    );
    expect(audit.length).toBe(1);
  });

  it('is refused to others, where it is not allowed, and what is not offered', async () => {
    const rig = open(file.replace('restartContainers: on', 'restartContainers: off'));
    await rig.observe(unhealthy(rig.clock.now()));
    const { id } = await onlyAlert(rig);
    const { run } = rig.remediator.commands;
    await expect(run({ ...admin, role: 'operator' }, id, 'restart-it')).rejects.toThrow('admin');
    await expect(run(admin, id, 'restart-it')).rejects.toThrow('restartContainers: on');
    await expect(run(admin, id, 'roll-back')).rejects.toThrow('offered are "restart-it"');
    await expect(run(admin, random.uuid(), 'restart-it')).rejects.toThrow('no such alert');
    expect(rig.restarted).toEqual([]);
  });

  it('is done so many times in an hour at most, and one at a time', async () => {
    let release: () => void = () => undefined;
    const first = new Promise<void>((resolve) => {
      release = resolve;
    });
    let calls = 0;
    const rig = open(file, {
      restartContainer: () => {
        calls += 1;
        return calls === 1 ? first : Promise.resolve();
      },
    });
    await rig.observe(unhealthy(rig.clock.now()));
    const { id } = await onlyAlert(rig);
    const { run } = rig.remediator.commands;
    const running = run(admin, id, 'restart-it');
    await until('it is under way', () => calls === 1);
    await expect(run(admin, id, 'restart-it')).rejects.toThrow('already');
    release();
    await running;
    await run(admin, id, 'restart-it');
    await expect(run(admin, id, 'restart-it')).rejects.toThrow('2 times within the last hour');
    rig.clock.advance(3_600_001);
    await run(admin, id, 'restart-it');
    expect(calls).toBe(3);
  });

  it('keeps its object while it takes too long, and says how it ended at last', async () => {
    let release: () => void = () => undefined;
    let calls = 0;
    const rig = open(file, {
      restartContainer: () => {
        calls += 1;
        return new Promise((resolve) => {
          release = resolve;
        });
      },
    });
    await rig.observe(unhealthy(rig.clock.now()));
    const { id } = await onlyAlert(rig);
    const { run } = rig.remediator.commands;
    const first = run(admin, id, 'restart-it');
    await until('it is under way', () => calls === 1);
    await until('its time runs', () => rig.clock.untilNext() === 120_000);
    rig.clock.advance(120_000);
    expect(await first).toMatchObject({
      state: 'TIMED_OUT',
      message: 'it took longer than 120 s, and goes on',
      finishedAt: null,
    });
    expect(await events('remediation.timed_out')).toMatchObject([{ state: 'TIMED_OUT' }]);
    // Nothing else is done to it, however long that lasts; another replica does not take it for lost.
    const other = open();
    for (let minute = 0; minute < 20; minute += 1) {
      for (const { clock, remediator } of [rig, other]) {
        clock.advance(60_000);
        await remediator.sweep();
      }
    }
    other.clock.advance(120_000);
    await other.remediator.sweep();
    await expect(other.remediator.commands.run(admin, id, 'restart-it')).rejects.toThrow('already');
    expect(calls + other.restarted.length).toBe(1);
    expect(await events()).toEqual([]);

    release();
    const [ended] = await until('its end is written', async () => {
      const rows = await listRemediationsOf(test.store.q, [id]);
      return rows[0]?.finishedAt == null ? undefined : rows;
    });
    expect(ended?.state).toBe('TIMED_OUT');
    expect(ended?.message).toMatch(
      /^it took longer than 120 s, and ended after 1320 s: the container/,
    );
    expect(await events()).toMatchObject([{ state: 'TIMED_OUT' }]);
    expect(await other.remediator.commands.run(admin, id, 'restart-it')).toMatchObject({
      state: 'SUCCEEDED',
    });
  });

  it('says why it failed, without anything else of an unexpected error', async () => {
    const outcomes = [new ConflictError('its daemon is away'), new Error('password=hunter2')];
    const rig = open(file, {
      restartContainer: () => Promise.reject(outcomes.shift() ?? new Error('no more')),
    });
    await rig.observe(unhealthy(rig.clock.now()));
    const { id } = await onlyAlert(rig);
    const { run } = rig.remediator.commands;
    expect(await run(admin, id, 'restart-it')).toMatchObject({
      state: 'FAILED',
      message: 'its daemon is away',
    });
    const second = await run(admin, id, 'restart-it');
    expect(second).toMatchObject({ state: 'FAILED', message: 'it failed; the log says why' });
  });
});

describe('an automatic remedy', () => {
  it('is done once when its alert fires, whatever fires again', async () => {
    const rig = open();
    await rig.observe(searchDown(rig.clock.now()));
    const { id } = await onlyAlert(rig);
    const [done] = await until('it is done', async () => {
      const rows = await listRemediationsOf(test.store.q, [id]);
      return rows[0]?.state === 'SUCCEEDED' ? rows : undefined;
    });
    expect(done).toMatchObject({ automatic: true, askedBy: 'remedy restart-search' });
    await rig.observe(searchDown(rig.clock.now()), unhealthy(rig.clock.now()));
    expect(rig.restarted.length).toBe(1);
    await rig.remediator.stop();
  });

  it('is taken by another replica when the one that queued it is gone, and never twice', async () => {
    const rig = open();
    await rig.observe(unhealthy(rig.clock.now()));
    const alert = await onlyAlert(rig);
    const now = rig.clock.now();
    const row = {
      id: random.uuid(),
      alertId: alert.id,
      remedy: 'restart-it',
      action: 'RESTART_CONTAINER' as const,
      object: 'container:prod-1/shop/web/1',
      source: null,
      automatic: true,
      askedBy: 'remedy restart-it',
      queuedAt: now,
      maxPerHour: 2,
    };
    await insertRemediations(test.store.q, [row], now);
    const others = [open(), open()];
    for (const { clock } of others) clock.advance(31_000);
    await Promise.all(others.map(({ remediator }) => remediator.sweep()));
    await until('it is done', async () => {
      const [found] = await listRemediationsOf(test.store.q, [alert.id]);
      return found?.state === 'SUCCEEDED';
    });
    await Promise.all(others.map(({ remediator }) => remediator.stop()));
    expect(others.flatMap(({ restarted }) => restarted).length).toBe(1);
  });

  it('is told as unknown when whoever did it ended meanwhile', async () => {
    const rig = open(file, { restartContainer: () => new Promise(() => undefined) });
    await rig.observe(searchDown(rig.clock.now()));
    const { id } = await onlyAlert(rig);
    await until('it is under way', async () => {
      const [found] = await listRemediationsOf(test.store.q, [id]);
      return found?.state === 'RUNNING';
    });
    await rig.remediator.stop();
    const other = open();
    other.clock.advance(299_000);
    await other.remediator.sweep();
    expect(await listRemediationsOf(test.store.q, [id])).toMatchObject([{ state: 'RUNNING' }]);
    other.clock.advance(2_000);
    await other.remediator.sweep();
    const [lost] = await listRemediationsOf(test.store.q, [id]);
    expect(lost).toMatchObject({ state: 'UNKNOWN' });
    expect(other.restarted).toEqual([]);
  });
});
