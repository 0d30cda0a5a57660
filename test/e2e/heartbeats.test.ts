// Heartbeats of the real service: one that stops is an alert, until it comes again or leaves the file; and
// hawkwatch's own one reaches another service.
import http from 'node:http';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { listen, type TestServer } from '../support/probe-rig.ts';
import { ask, createPlace, startService, type Place, type Service } from '../support/service.ts';
import { until } from '../support/until.ts';

const token = 'token-of-a-real-heartbeat';
const limitMs = 40_000;

describe('heartbeats of a real service', () => {
  let watcher: TestServer;
  let place: Place;
  let service: Service;
  let status = 200;
  let heard = 0;

  const configuration = (names: readonly string[], every = '1s'): string =>
    JSON.stringify({
      heartbeats: names.map((name) => ({ name, every, grace: '1s', token })),
      heartbeat: { url: `http://127.0.0.1:${watcher.port}/secret-path`, every: '1s' },
      resources: { host: { watch: false } },
    });

  beforeAll(async () => {
    watcher = await listen(
      http.createServer((_request, response) => {
        heard += 1;
        response.statusCode = status;
        response.end();
      }),
    );
    place = await createPlace();
    await place.writeConfiguration(configuration(['backup', 'report']));
    service = await startService(place);
  });
  afterAll(async () => {
    await service.stop();
    await place.remove();
    await watcher.close();
  });

  const report = async (name: string): Promise<number> => {
    const answer = await fetch(`${service.url}/heartbeat/${name}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return answer.status;
  };
  const alertsAre = (wanted: string): Promise<boolean> =>
    until(
      wanted,
      async () => {
        const { alerts } = await ask<{ alerts: { edges: { node: Node }[] } }>(
          service,
          place.token,
          '{ alerts(filter: { rules: ["heartbeat-missing"] }) { edges { node { state labels } } } }',
        );
        const states = alerts.edges.map(({ node }) => `${node.labels.heartbeat} ${node.state}`);
        return states.toSorted().join() === wanted;
      },
      limitMs,
    );
  interface Node {
    readonly state: string;
    readonly labels: { readonly heartbeat: string };
  }

  it('fire when they stop, and end with the next one or with the file', async () => {
    expect(await report('backup')).toBe(200);
    expect(await report('report')).toBe(200);
    expect(await report('other')).toBe(401);
    await alertsAre('backup FIRING,report FIRING');
    // From now on it is waited for so long that it is not missing again.
    await place.writeConfiguration(configuration(['report'], '1h'));
    await alertsAre('backup RESOLVED,report FIRING');
    expect(await report('report')).toBe(200);
    await alertsAre('backup RESOLVED,report RESOLVED');
  });

  it("are sent by hawkwatch, and health says when they don't arrive", async () => {
    await until('it is heard of', () => heard > 1, limitMs);
    const part = async () => {
      const { health } = await ask<{
        health: { parts: { name: string; state: string; reason: string | null }[] };
      }>(service, place.token, '{ health { parts { name state reason } } }');
      return health.parts.find(({ name }) => name === 'heartbeat');
    };
    expect(await part()).toMatchObject({ state: 'OK', reason: null });
    status = 404;
    const failing = await until(
      'health tells it',
      async () => {
        const one = await part();
        return one?.state === 'DEGRADED' ? one : undefined;
      },
      limitMs,
    );
    expect(failing.reason).toContain('answered 404');
    expect(JSON.stringify(failing) + service.output()).not.toContain('secret-path');
    status = 200;
    await until('it is well again', async () => (await part())?.state === 'OK', limitMs);
  });
});
