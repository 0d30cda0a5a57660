// Deployments and remediations for services that have none.
import type { DeploymentCommands } from '../../src/alerts/deployments.ts';
import type { RemediationCommands } from '../../src/alerts/remediation/remediator.ts';

const refuse = (): Promise<never> => Promise.reject(new Error('this service has none of it'));

export const noDeployments: DeploymentCommands = { record: refuse };
export const noRemediation: RemediationCommands = { offers: () => [], run: refuse };
