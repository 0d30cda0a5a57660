// The written scenarios, ranked without a store: the true cause first, and none where there is none.
import { describe, expect, it } from 'vitest';

import { createChangeBook } from '../../../../src/alerts/correlation/change-book.ts';
import { readChange } from '../../../../src/alerts/correlation/change.ts';
import { rankSuspects } from '../../../../src/alerts/correlation/rank.ts';
import { createTopology } from '../../../../src/alerts/correlation/topology.ts';
import { world } from '../../../fixtures/correlation/scenario.ts';
import { scenarios } from '../../../fixtures/correlation/scenarios.ts';
import {
  defaultCorrelation,
  judge,
  suspectedAlert,
  tableOf,
} from '../../../fixtures/correlation/judge.ts';

describe('the written scenarios', () => {
  const topology = createTopology(world);
  const results = scenarios.map((scenario) => {
    const events = scenario.happened.map(({ event }, index) => ({ ...event, id: index + 1 }));
    const changes = events.flatMap((event) => readChange(event) ?? []);
    const alert = suspectedAlert(scenario, (place) => place + 1);
    const suspects =
      rankSuspects(alert, createChangeBook(changes), topology, defaultCorrelation) ?? [];
    return judge(scenario, suspects, (id) => id - 1);
  });

  it('are at least thirty, and at least six of them have no cause', () => {
    expect(results.length).toBeGreaterThanOrEqual(30);
    expect(results.filter(({ hasCause }) => !hasCause).length).toBeGreaterThanOrEqual(6);
    expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length);
  });

  it('have their true cause ranked first, and name none where there is none', () => {
    process.stdout.write(`${tableOf(results)}\n`);
    const caused = results.filter(({ hasCause }) => hasCause);
    expect(caused.filter(({ isRight }) => isRight).length / caused.length).toBeGreaterThanOrEqual(
      0.9,
    );
    expect(caused.filter(({ isRight }) => isRight).length).toBeGreaterThanOrEqual(27);
    const wrong = results.filter(({ hasCause, isRight }) => !hasCause && !isRight);
    expect(wrong.map(({ name, first }) => ({ name, first }))).toEqual([]);
  });
});
