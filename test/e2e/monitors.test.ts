// Monitors of two real processes on one store: whichever of them is asked, the one that leads obeys; and
// the other one takes over when it is killed.
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { TestDatabase } from '../support/databases.ts';
import {
  ask,
  createPlace,
  openWebSocket,
  startService,
  type Place,
  type Service,
} from '../support/service.ts';
import { createEmptyDatabase } from '../support/store.ts';
import { until } from '../support/until.ts';

interface MonitorView {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly reason: string | null;
  readonly replica: string | null;
  readonly lastSuccessAt: string | null;
}
interface Replica {
  readonly place: Place;
  service: Service;
  readonly id: string;
}

const fields = 'id kind state reason replica lastSuccessAt';

describe('two replicas', () => {
  let own: TestDatabase;
  let target: TestDatabase;
  let token: string;
  const replicas: Replica[] = [];

  const startIn = (place: Place): Promise<Service> =>
    startService({
      stateDirectory: place.stateDirectory,
      env: { ...place.env, HAWKWATCH_ADMIN_TOKEN: token },
    });

  beforeAll(async () => {
    own = await createEmptyDatabase();
    target = await createEmptyDatabase();
    const shared = {
      DATABASE_URL: own.url,
      HAWKWATCH_SECRET_KEY: Buffer.alloc(32, 5).toString('base64'),
    };
    for (let n = 0; n < 2; n += 1) {
      const place = await createPlace(shared);
      token ??= place.token;
      await place.writeConfiguration(`databases:\n  - name: shop\n    url: ${target.url}\n`);
      const service = await startIn(place);
      const file = path.join(place.stateDirectory, 'replica-id');
      replicas.push({ place, service, id: (await readFile(file, 'utf8')).trim() });
    }
  });

  afterAll(async () => {
    for (const { service, place } of replicas) {
      await service.stop();
      await place.remove();
    }
    await own.drop();
    await target.drop();
  });

  const services = (): [Service, Service] => {
    const [one, two] = replicas;
    if (one === undefined || two === undefined) throw new Error('they were not started');
    return [one.service, two.service];
  };

  const list = async (service: Service): Promise<MonitorView[]> => {
    const { monitors } = await ask<{ monitors: { edges: { node: MonitorView }[] } }>(
      service,
      token,
      `{ monitors(first: 100) { edges { node { ${fields} } } } }`,
    );
    return monitors.edges.map(({ node }) => node);
  };
  const find = async (service: Service, kind: string): Promise<MonitorView> => {
    const found = (await list(service)).find((one) => one.kind === kind);
    if (found === undefined) throw new Error(`there is no monitor ${kind}`);
    return found;
  };
  const reached = (service: Service, kind: string, state: string): Promise<MonitorView> =>
    until(`${kind} is ${state}`, async () => {
      const found = await find(service, kind);
      return found.state === state && found;
    });
  const act = async (service: Service, mutation: string, id: string): Promise<MonitorView> => {
    const answer = await ask<Record<string, MonitorView & { __typename: string }>>(
      service,
      token,
      `mutation ($id: ID!) { ${mutation}(id: $id) { __typename
         ... on Monitor { ${fields} } ... on Error { message } } }`,
      { id },
    );
    const result = answer[mutation];
    if (result?.__typename !== 'Monitor') throw new Error(JSON.stringify(answer));
    return result;
  };

  it('run each monitor once, and both tell how it is', async () => {
    for (const service of services()) {
      for (const kind of ['database-states', 'schemas']) await reached(service, kind, 'OK');
    }
    const running = new Set((await list(services()[0])).map(({ replica }) => replica));
    expect(running.size).toBe(1);
    expect(replicas.map(({ id }) => id)).toContain([...running][0]);
  });

  it('obey whichever of them is asked, and tell of it on every socket', async () => {
    const [one, two] = services();
    const { id } = await reached(one, 'schemas', 'OK');
    const socket = openWebSocket(two, token);
    const changes = socket.iterate<{ monitorsChanged: { state: string; monitor: { id: string } } }>(
      {
        query: 'subscription { monitorsChanged { state monitor { id } } }',
      },
    );
    const next = async (state: string): Promise<void> => {
      for (;;) {
        const { value } = (await changes.next()) as { value: { data: unknown } };
        const seen = value.data as { monitorsChanged: { state: string; monitor: { id: string } } };
        const { monitorsChanged } = seen;
        if (monitorsChanged.state === state && monitorsChanged.monitor.id === id) return;
      }
    };
    await next('OK');
    expect(await act(one, 'pauseMonitor', id)).toMatchObject({ state: 'PAUSED', replica: null });
    await next('PAUSED');
    await act(two, 'resumeMonitor', id);
    await next('STARTING');
    await next('OK');
    await socket.dispose();
    for (const service of [one, two]) {
      expect((await reached(service, 'schemas', 'OK')).replica).not.toBeNull();
      await act(service, 'runMonitorNow', id);
    }
    await reached(one, 'schemas', 'OK');
  });

  it('take over from one that is killed, and leave paused what is paused', async () => {
    const { id, replica } = await reached(services()[0], 'database-states', 'OK');
    const leader = replicas.find((one) => one.id === replica);
    const other = replicas.find((one) => one.id !== replica);
    if (leader === undefined || other === undefined) throw new Error('nobody leads');
    const schemas = await find(other.service, 'schemas');
    await act(other.service, 'pauseMonitor', schemas.id);
    const killedMs = performance.now();
    await leader.service.kill();
    await until('the take-over', async () => {
      const now = await find(other.service, 'database-states');
      return now.replica === other.id && now.state === 'OK';
    });
    process.stdout.write(`taken over after ${Math.round(performance.now() - killedMs)} ms\n`);
    expect(await find(other.service, 'schemas')).toMatchObject({ state: 'PAUSED', replica: null });
    leader.service = await startIn(leader.place);
    expect((await find(leader.service, 'database-states')).id).toBe(id);
    await act(leader.service, 'resumeMonitor', schemas.id);
    expect((await reached(leader.service, 'schemas', 'OK')).replica).toBe(other.id);
  });

  it('count as healthy only while their monitors work', async () => {
    const [one] = services();
    for (const kind of ['database-states', 'schemas']) await reached(one, kind, 'OK');
    const { health } = await ask<{ health: { parts: { name: string; state: string }[] } }>(
      one,
      token,
      '{ health { parts { name state reason } } }',
    );
    expect(health.parts.find(({ name }) => name === 'monitors')).toMatchObject({ state: 'OK' });
  });
});
