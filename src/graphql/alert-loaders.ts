// Loaders of alerts and what belongs to them.
import type DataLoader from 'dataloader';

import { listEscalations, type EscalationRow } from '../store/alert-escalations.ts';
import { listAlertsById, type AlertRow } from '../store/alerts.ts';
import type { MakeRowLoader } from './schema-loaders.ts';
import type { Services } from './services.ts';

export interface AlertLoaders {
  readonly byId: DataLoader<string, AlertRow | undefined>;
  /** Where alerts stand in their escalation, by their ids. */
  readonly escalations: DataLoader<string, EscalationRow | undefined>;
}

/** Makes them for one operation. */
export function createAlertLoaders(
  { store: { q } }: Services,
  rowLoader: MakeRowLoader,
  isUuid: (text: string) => boolean,
): AlertLoaders {
  return {
    byId: rowLoader(
      (ids) => listAlertsById(q, ids),
      (row) => row.id,
      isUuid,
    ),
    escalations: rowLoader(
      (ids) => listEscalations(q, ids),
      (row) => row.alertId,
      isUuid,
    ),
  };
}
