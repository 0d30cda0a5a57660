// Escalation for services that have none.
import type { EscalationService } from '../../src/alerts/escalation/escalation.ts';

const refuse = (): Promise<never> => Promise.reject(new Error('this service has no escalation'));

export const noEscalations: EscalationService = {
  policies: () => [],
  rotations: () => [],
  defaultPolicy: null,
  escalate: refuse,
  override: refuse,
};
