// Automation for tests of the transport: nothing is automated, and every command says so.
import { ConflictError } from '../../../src/core/errors.ts';
import type { AutomationCommands } from '../../../src/migrations/automation-contract.ts';

export function createStubAutomation(): AutomationCommands {
  const refuse = (): Promise<never> =>
    Promise.reject(new ConflictError('Nothing is automated here.'));
  return {
    approve: refuse,
    reject: refuse,
    startWave: refuse,
    cancelWave: refuse,
    previewRollback: refuse,
    emergencyRollback: refuse,
    setAutomaticRuns: refuse,
    automaticRuns: () => Promise.resolve({ enabled: true, reason: null, by: null, at: null }),
  };
}
