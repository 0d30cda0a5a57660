// All scenarios, by which of them can be asked at the same time.
import type { Scenario } from '../scenario.ts';
import { disturbanceScenarios } from './disturbances.ts';
import { receiverScenarios } from './receivers.ts';
import { suppressionScenarios } from './suppression.ts';
import { timingScenarios } from './timing.ts';

export const scenarioGroups: readonly (readonly Scenario[])[] = [
  [...timingScenarios, ...receiverScenarios, ...suppressionScenarios],
  ...disturbanceScenarios.map((scenario) => [scenario]),
];
