// What remediations do, by those who can do it for anybody: the commands of containers and of emergency
// roll-backs, with all that they check and record.
import type { RemediationDoers } from './alerts/remediation/remediator.ts';
import type { EmergencyCommands } from './migrations/emergency/rollback.ts';
import type { ContainerCommands } from './monitors/containers/restart.ts';

export function createRemediationDoers(
  containers: Pick<ContainerCommands, 'restart'>,
  emergency: Pick<EmergencyCommands, 'emergencyRollback'>,
): RemediationDoers {
  return {
    restartContainer: async (actor, containerId) => {
      await containers.restart(actor, containerId);
    },
    rollBack: async (actor, { database, source, reason, key }) => {
      const run = await emergency.emergencyRollback(actor, {
        databaseName: database,
        source,
        toVersion: undefined,
        reason,
        clientMutationId: key,
      });
      return run.id;
    },
  };
}
