// The recorded events of a real daemon, scenario by scenario, each with the verdict that is expected of it.
import { readFileSync } from 'node:fs';

export interface Scenario {
  readonly name: string;
  readonly expect: string;
  /** Raw lines, as the daemon sent them. */
  readonly lines: readonly string[];
}

/** Reads the fixture. */
export function readScenarios(): Scenario[] {
  const file = new URL('../../../fixtures/docker/docker-events.jsonl', import.meta.url);
  const scenarios: { name: string; expect: string; lines: string[] }[] = [];
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line === '') continue;
    const entry = JSON.parse(line) as { scenario?: string; expect?: string };
    if (entry.scenario === undefined) scenarios.at(-1)?.lines.push(line);
    else scenarios.push({ name: entry.scenario, expect: entry.expect ?? '', lines: [] });
  }
  return scenarios;
}
