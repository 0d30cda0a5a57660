import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openTargetClient, type TargetClient } from '../../../src/databases/postgres/client.ts';
import { loadSqlParser } from '../../../src/sql/parse.ts';
import { serversAtHand, type TestPlace } from '../../support/servers-at-hand.ts';
import { assessFact, disagreements } from './claims.ts';
import type { Effects } from './lock-facts/fact.ts';
import { lockFacts } from './lock-facts/index.ts';
import { openLaboratory, type Laboratory, type Measured } from './measure-locks.ts';

const sorted = (names: readonly string[] | undefined): readonly string[] =>
  (names ?? []).toSorted((a, b) => a.localeCompare(b));

describe.each(serversAtHand())('lock facts, on $title', (server) => {
  let place: TestPlace;
  let laboratory: Laboratory;
  let reader: TargetClient;
  beforeAll(async () => {
    await loadSqlParser();
    place = await server.open();
    laboratory = await openLaboratory(place.url);
    reader = openTargetClient({
      url: place.url,
      applicationName: 'hawkwatch',
      max: 1,
      connectTimeoutMs: 5000,
      statementTimeoutMs: 10_000,
      idleTimeoutMs: 0,
    });
    await reader.unsafe('set search_path = facts');
  });
  afterAll(async () => {
    await reader.end();
    await laboratory.close();
    await place.close();
  });

  /** Indexes are told where the fact is about them. */
  const tablesOf = (locks: Measured['locks'], named: Effects['locks'] = {}): Measured['locks'] =>
    Object.fromEntries(
      Object.entries(locks).filter(([name]) => name in named || !laboratory.indexes.has(name)),
    );
  const effects = ({ fails, locks, scans, rewrites }: Effects): Effects =>
    fails === undefined
      ? { locks, scans: sorted(scans), rewrites: sorted(rewrites) }
      : { locks: {}, fails };

  it.each(lockFacts)('$id', async (fact) => {
    await laboratory.prepare(fact);
    const assessed = await assessFact(reader, fact);
    const measured = await laboratory.measure(fact);
    const expected: Effects = { ...fact, ...(laboratory.major < 18 ? fact.below18 : {}) };
    const locks = tablesOf(measured.locks, expected.locks);
    expect(effects({ ...measured, locks })).toEqual(effects(expected));
    const noticed = { ...measured, locks: tablesOf(measured.locks) };
    expect(disagreements(fact, noticed, assessed)).toEqual([]);
  });
});
