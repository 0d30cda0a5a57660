// Every scenario against hawkwatch, and against Debian's Alertmanager where it is installed. hawkwatch keeps all
// that is promised; what the other keeps is printed. HAWKWATCH_BLACKBOX_TABLE=write puts both into the
// documentation.
import { readFileSync, writeFileSync } from 'node:fs';

import { afterAll, describe, expect, it } from 'vitest';

import { startReceiver } from './receiver.ts';
import { withTable, type Failures } from './results.ts';
import { runScenarios, type Outcome } from './run.ts';
import type { Scenario, Target } from './scenario.ts';
import { scenarioGroups } from './scenarios/all.ts';
import { startAlertmanager } from './targets/alertmanager.ts';
import { startHawkwatch } from './targets/hawkwatch.ts';

type Start = (scenarios: readonly Scenario[], receiverPort: number) => Promise<Target>;

async function askAll(start: Start): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const scenarios of scenarioGroups) {
    const receiver = await startReceiver(scenarios);
    const target = await start(scenarios, receiver.port);
    try {
      outcomes.push(...(await runScenarios(scenarios, target, receiver)));
      expect(receiver.faults).toEqual([]);
    } finally {
      await target.stop();
      await receiver.stop();
    }
  }
  return outcomes;
}

const failed = (outcomes: readonly Outcome[]): readonly string[] =>
  outcomes.filter(({ faults }) => faults.length > 0).map(({ scenario }) => scenario.name);

const failures: Record<string, readonly string[]> = {};

describe('what is promised of alerts that are pushed', () => {
  it('is kept by hawkwatch in every scenario', async () => {
    const outcomes = await askAll(startHawkwatch);
    failures['hawkwatch'] = failed(outcomes);
    const faults = outcomes.flatMap((one) => one.faults.map((f) => `${one.scenario.name}: ${f}`));
    expect(faults).toEqual([]);
    expect(outcomes).toHaveLength(scenarioGroups.flat().length);
  });

  it('is asked of Alertmanager as well', async () => {
    const outcomes = await askAll(startAlertmanager);
    failures['Alertmanager'] = failed(outcomes);
    // The kit itself would be wrong if the peer failed in what it is known for.
    expect(failures['Alertmanager']).not.toEqual(expect.arrayContaining(['merge', 'batching']));
    const names = failures['Alertmanager'].join(', ');
    process.stdout.write(`Alertmanager does not keep: ${names}\n`);
  });
});

afterAll(() => {
  if (process.env['HAWKWATCH_BLACKBOX_TABLE'] !== 'write') return;
  const file = new URL('../../docs/alerting.md', import.meta.url);
  const told: Failures = failures;
  writeFileSync(file, withTable(readFileSync(file, 'utf8'), told));
});
