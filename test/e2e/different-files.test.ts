// Two real services on one store with different files, as in a rolling update: what only the old file has goes
// on until the new file is everywhere, and then it ends, once.
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { TestDatabase } from '../support/databases.ts';
import { ask, createPlace, startService, type Place, type Service } from '../support/service.ts';
import { createEmptyDatabase } from '../support/store.ts';
import { until } from '../support/until.ts';

const token = 'token-of-a-rolling-update';
const limitMs = 90_000;

const shared = {
  intakes: [{ name: 'both', kind: 'generic', token }],
  resources: { host: { watch: false } },
};
const newFile = JSON.stringify(shared);
const oldFile = JSON.stringify({
  ...shared,
  intakes: [...shared.intakes, { name: 'jobs', kind: 'generic', token }],
  heartbeats: [{ name: 'backup', every: '1h', token }],
  maintenance: [
    {
      name: 'deploying',
      match: ['rule=quiet'],
      once: {
        from: new Date(Date.now() - 60_000).toISOString(),
        until: new Date(Date.now() + 3_600_000).toISOString(),
      },
    },
  ],
  alerts: {
    rules: [{ name: 'new-token', severity: 'INFO', event: { on: [{ event: 'token.created' }] } }],
  },
});

describe('two services with different files', () => {
  let own: TestDatabase;
  let sql: postgres.Sql;
  const places: Place[] = [];
  const services: Service[] = [];

  beforeAll(async () => {
    own = await createEmptyDatabase();
    sql = postgres(own.url, { max: 1 });
    const env = {
      DATABASE_URL: own.url,
      HAWKWATCH_SECRET_KEY: Buffer.alloc(32, 3).toString('base64'),
    };
    // The new one first: it is the one that evaluates rules.
    for (const file of [newFile, oldFile]) {
      const place = await createPlace({
        ...env,
        ...(places[0] === undefined ? {} : { HAWKWATCH_ADMIN_TOKEN: places[0].token }),
      });
      places.push(place);
      await place.writeConfiguration(file);
      services.push(await startService(place));
    }
  });
  afterAll(async () => {
    for (const service of services) await service.stop();
    for (const place of places) await place.remove();
    await sql.end();
    await own.drop();
  });

  const post = async (place: number, path: string, body?: object): Promise<number> => {
    const answer = await fetch(`${services[place]?.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return answer.status;
  };
  const eventsOf = async (pattern: string): Promise<readonly string[]> => {
    const rows = await sql<{ type: string; rule: string | null }[]>`
      select type, payload -> 'alert' ->> 'rule' as rule from hawkwatch_store.events
      where type like any(string_to_array(${pattern}, ',')) order by id`;
    return rows.map(({ type, rule }) => (rule === null ? type : `${type} ${rule}`));
  };
  const standings = async (): Promise<readonly string[]> => {
    const rows = await sql<{ rule: string; word: string; quiet: boolean }[]>`
      select rule, coalesce(resolution, state) as word, suppressed <> '[]'::jsonb as quiet
      from hawkwatch_store.alerts where rule in ('job', 'quiet', 'new-token') order by rule`;
    return rows.map(({ rule, word, quiet }) => `${rule} ${word}${quiet ? ' quiet' : ''}`);
  };

  it(
    'begin and end nothing again and again, and end it when both have the new file',
    { timeout: 180_000 },
    async () => {
      const [fresh, old] = services;
      if (fresh === undefined || old === undefined) throw new Error('no services');
      expect(await post(1, '/heartbeat/backup')).toBe(200);
      expect(await post(1, '/intake/jobs', { name: 'job' })).toBe(200);
      await until('the window began', async () =>
        (await eventsOf('maintenance.%')).includes('maintenance.began'),
      );
      // The service that does not know the window makes this one.
      expect(await post(0, '/intake/both', { name: 'quiet' })).toBe(200);
      expect(await standings()).toContain('quiet FIRING quiet');
      // Rules of events are applied by whichever service takes the page: until it was the old one.
      let made = 0;
      await until(
        'the rule made an alert',
        async () => {
          made += 1;
          await ask(
            old,
            places[0]?.token ?? '',
            `mutation { createToken(input: { name: "guest-${made}", role: VIEWER }) { __typename } }`,
          );
          return (await standings()).includes('new-token FIRING');
        },
        limitMs,
      );
      // The service with the new file starts once more: that, too, ends nothing.
      await fresh.stop();
      services[0] = await startService(places[0]!);
      expect(await post(0, '/intake/both', { name: 'quiet' })).toBe(200);
      expect(await standings()).toEqual(['job FIRING', 'new-token FIRING', 'quiet FIRING quiet']);
      expect(await eventsOf('maintenance.%,heartbeat.%,alert.unsuppressed,alert.resolved')).toEqual(
        ['maintenance.began'],
      );

      await places[1]?.writeConfiguration(newFile);
      const end = ['job INTAKE_REMOVED', 'new-token RULE_REMOVED', 'quiet FIRING'];
      await until(
        'all of it has ended',
        async () => (await standings()).join() === end.join(),
        limitMs,
      );
      await until(
        'the heartbeat is forgotten, and the window noted as ended',
        async () => {
          const types = await eventsOf('maintenance.%,heartbeat.%');
          return types.includes('heartbeat.removed') && types.includes('maintenance.ended');
        },
        limitMs,
      );
      const told = await eventsOf('maintenance.%,heartbeat.%,alert.unsuppressed,alert.resolved');
      expect(told.toSorted()).toEqual([
        'alert.resolved job',
        'alert.resolved new-token',
        'alert.unsuppressed quiet',
        'heartbeat.removed',
        'maintenance.began',
        'maintenance.ended',
      ]);
    },
  );
});
