// Runs all scenarios against one target, at the same time: each has a route of its own.
import { setTimeout as sleep } from 'node:timers/promises';

import type { Receiver } from './receiver.ts';
import { compare, type Scenario, type Step, type Target } from './scenario.ts';

export interface Outcome {
  readonly scenario: Scenario;
  /** What was not as it is wanted. */
  readonly faults: readonly string[];
  readonly notifications: number;
}

export async function runScenarios(
  scenarios: readonly Scenario[],
  target: Target,
  receiver: Receiver,
): Promise<readonly Outcome[]> {
  const startMs = Date.now();
  receiver.begin(startMs);
  const until = async (seconds: number): Promise<void> => {
    // The scenario itself is a plan in time.
    await sleep(Math.max(0, startMs + seconds * 1000 - Date.now()));
  };
  const take = async (scenario: Scenario, step: Step): Promise<void> => {
    await until(step.at);
    if ('push' in step) return target.push(scenario, step.push, startMs);
    if ('silence' in step) {
      return target.silence(scenario, step.silence, startMs + step.silence.until * 1000);
    }
    if ('expireSilence' in step) return target.expireSilence(scenario, step.expireSilence);
    if ('kill' in step) return target.kill();
    return target.reload();
  };
  return Promise.all(
    scenarios.map(async (scenario) => {
      const failures: string[] = [];
      const steps = scenario.steps.map((step) =>
        take(scenario, step).catch((error: unknown) => {
          failures.push(`the step at ${step.at} s failed: ${String(error)}`);
        }),
      );
      await Promise.all(steps);
      await until(scenario.ends);
      const received = receiver.received(scenario);
      return {
        scenario,
        faults: [...failures, ...compare(scenario, received)],
        notifications: received.length,
      };
    }),
  );
}
