// Loaders of alerts and what belongs to them.
import type DataLoader from 'dataloader';

import { listAlertsById, type AlertRow } from '../store/alerts.ts';
import type { MakeRowLoader } from './schema-loaders.ts';
import type { Services } from './services.ts';

export interface AlertLoaders {
  readonly byId: DataLoader<string, AlertRow | undefined>;
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
  };
}
