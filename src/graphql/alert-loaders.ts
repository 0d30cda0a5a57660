// Loaders of alerts and what belongs to them.
import DataLoader from 'dataloader';

import { roleIncludes, type Role } from '../core/role.ts';
import { listEscalations, type EscalationRow } from '../store/alert-escalations.ts';
import { countOpenAlerts, listRuleStandings, type RuleStanding } from '../store/alert-rules.ts';
import { listAlertsById, type AlertRow } from '../store/alerts.ts';
import type { MakeRowLoader } from './schema-loaders.ts';
import type { Services } from './services.ts';

export interface AlertLoaders {
  readonly byId: DataLoader<string, AlertRow | undefined>;
  /** Where alerts stand in their escalation, by their ids. */
  readonly escalations: DataLoader<string, EscalationRow | undefined>;
  /** What is known of the work of a rule, by its name. */
  readonly ruleStandings: DataLoader<string, RuleStanding | undefined>;
  /** How many alerts of a rule are open, by its name. */
  readonly openOfRule: DataLoader<string, number>;
}

/** Makes them for one operation. */
export function createAlertLoaders(
  { store: { q } }: Services,
  rowLoader: MakeRowLoader,
  isUuid: (text: string) => boolean,
  role: Role,
): AlertLoaders {
  return {
    byId: rowLoader(
      // One that the role may not see is as if it were not there.
      async (ids) =>
        (await listAlertsById(q, ids)).filter(({ audience }) => roleIncludes(role, audience)),
      (row) => row.id,
      isUuid,
    ),
    escalations: rowLoader(
      (ids) => listEscalations(q, ids),
      (row) => row.alertId,
      isUuid,
    ),
    ruleStandings: rowLoader(
      (names) => listRuleStandings(q, names),
      ({ name }) => name,
      (name) => !name.includes('\0'),
    ),
    openOfRule: new DataLoader(async (names) => {
      const counts = await countOpenAlerts(q, names, role);
      return names.map((name) => counts.get(name) ?? 0);
    }),
  };
}
