// Loaders of what belongs to alerts by correlation: suspects, incidents, deployments, remediations.
import DataLoader from 'dataloader';

import {
  listSuspects,
  listSuspectsOfIncidents,
  type AlertSuspect,
  type IncidentSuspect,
} from '../store/alert-suspects.ts';
import { roleIncludes, type Role } from '../core/role.ts';
import { findDeployments, type Deployment } from '../store/deployments.ts';
import { findIncidents, type Incident } from '../store/incidents.ts';
import { listRemediationsOf, type Remediation } from '../store/remediations.ts';
import type { MakeRowLoader } from './schema-loaders.ts';
import type { Services } from './services.ts';

export interface CorrelationLoaders {
  /** All suspects of an alert, whoever may see them: resolvers leave out what a viewer may not. */
  readonly suspects: DataLoader<string, readonly AlertSuspect[]>;
  readonly incidents: DataLoader<string, Incident | undefined>;
  /** The same of all alerts of an incident. */
  readonly incidentSuspects: DataLoader<string, readonly IncidentSuspect[]>;
  readonly deployments: DataLoader<string, Deployment | undefined>;
  /** What was done about an alert, newest first. */
  readonly remediations: DataLoader<string, readonly Remediation[]>;
}

/** Makes them for one operation. */
export function createCorrelationLoaders(
  { store: { q } }: Services,
  rowLoader: MakeRowLoader,
  isUuid: (text: string) => boolean,
  role: Role,
): CorrelationLoaders {
  const ofAlerts = <Row extends { readonly alertId: string }>(
    list: (alertIds: readonly string[]) => Promise<readonly Row[]>,
  ): DataLoader<string, readonly Row[]> =>
    new DataLoader(async (ids) => {
      const rows = Map.groupBy(await list(ids.filter(isUuid)), ({ alertId }) => alertId);
      return ids.map((id) => rows.get(id) ?? []);
    });
  return {
    suspects: ofAlerts((ids) => listSuspects(q, ids, 'admin')),
    incidents: rowLoader(
      async (ids) =>
        (await findIncidents(q, ids)).filter(({ audience }) => roleIncludes(role, audience)),
      ({ id }) => id,
      isUuid,
    ),
    incidentSuspects: new DataLoader(async (ids) => {
      const found = await listSuspectsOfIncidents(q, ids.filter(isUuid), role);
      const rows = Map.groupBy(found, ({ incidentId }) => incidentId);
      return ids.map((id) => rows.get(id) ?? []);
    }),
    deployments: rowLoader(
      (ids) => findDeployments(q, ids),
      ({ id }) => id,
      isUuid,
    ),
    remediations: ofAlerts((ids) => listRemediationsOf(q, ids)),
  };
}
