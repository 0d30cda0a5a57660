// What becomes of a report whose entries are not all as they should be: the good ones are stored, and only
// what can succeed later is asked for again.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';

import { createIntakes } from '../../../src/alerts/intake/intakes.ts';
import type { AlertEngine } from '../../../src/alerts/observation.ts';
import type { IntakeSettings } from '../../../src/core/intakes.ts';
import { sql } from '../../../src/store/drizzle.ts';
import { createTestStore, type TestStore } from '../../support/store.ts';
import { createEngineRig, type EngineRig } from './rig.ts';

const token = 'a-token-of-an-intake';
const settings: readonly IntakeSettings[] = [
  { name: 'jobs', kind: 'generic', token },
  { name: 'prom', kind: 'alertmanager', token },
];

let stored: TestStore;
let rig: EngineRig;
beforeAll(async () => {
  stored = await createTestStore();
});
afterAll(() => stored.close());
beforeEach(async () => {
  await stored.store.q.execute(sql`delete from hawkwatch_store.alerts`);
  rig = createEngineRig(stored.store);
});

const post = (
  name: 'jobs' | 'prom',
  report: string,
  engine: Pick<AlertEngine, 'observeTogether'> = rig.engine,
) =>
  createIntakes({ engine, clock: rig.clock, settings: () => settings }).receive(
    name,
    name === 'prom' ? 'list' : 'webhook',
    { headers: { authorization: `Bearer ${token}` }, body: Buffer.from(report) },
  );
const rules = async () => (await rig.alerts()).map(({ rule }) => rule).toSorted();

const deep = (levels: number) =>
  `{"name":"x","metadata":{"a":${'['.repeat(levels)}${']'.repeat(levels)}}}`;

it.each([
  ['prom', 200, '{"labels":{"alertname":"x","severity":"constructor"}}'],
  ['prom', 200, '{"labels":{"alertname":"x","severity":"__proto__"}}'],
  ['prom', 400, '{"labels":{"alertname":"x","__proto__":"y"}}'],
  ['prom', 200, '{"labels":{"alertname":"x"},"startsAt":"0000-01-01T00:00:00Z"}'],
  ['prom', 200, '{"labels":{"alertname":"x"},"endsAt":"+270000-01-01T00:00:00Z"}'],
  ['prom', 200, '{"labels":{"alertname":"x"},"endsAt":"9999-12-31T00:00:00Z"}'],
  ['jobs', 400, '{"name":"x","startedAt":"0000-01-01T00:00:00Z"}'],
  ['jobs', 400, '{"name":"x","severity":"constructor"}'],
  ['jobs', 400, '{"name":"x","labels":{"__proto__":"y"}}'],
  ['jobs', 200, deep(20)],
  ['jobs', 400, deep(6_000)],
  ['jobs', 400, deep(200_000)],
] as const)(
  'takes the others beside one to %s that comes to %s: %.80s',
  async (name, status, entry) => {
    const good = name === 'prom' ? '{"labels":{"alertname":"good"}}' : '{"name":"good"}';
    const answer = await post(name, `[${good},${entry}]`);
    expect(answer).toMatchObject({ status, body: { taken: status === 200 ? 2 : 1 } });
    expect(await rules()).toEqual(status === 200 ? ['good', 'x'] : ['good']);
  },
);

it('names what the store never takes, and stores the others', async () => {
  // The store refuses it as it refuses any text that a column cannot hold.
  await stored.store.q.execute(
    sql`alter table hawkwatch_store.alerts add constraint test_only check (rule <> 'bad')`,
  );
  const names = Array.from({ length: 50 }, (_, n) => (n === 33 ? 'bad' : `good ${n}`));
  const answer = await post('jobs', JSON.stringify(names.map((name) => ({ name }))));
  await stored.store.q.execute(sql`alter table hawkwatch_store.alerts drop constraint test_only`);
  expect(answer).toMatchObject({
    status: 400,
    body: { taken: 49, faults: ['the alert bad cannot be stored as it is'] },
  });
  expect(await rules()).toHaveLength(49);
});

it.each(['ECONNREFUSED', '40001', '53100'])('asks for it again after %s', async (code) => {
  const away = Object.assign(new Error('away'), { code });
  const engine = { observeTogether: () => Promise.reject(away) };
  await expect(post('jobs', '[{"name":"a"},{"name":"b"}]', engine)).rejects.toBe(away);
});
