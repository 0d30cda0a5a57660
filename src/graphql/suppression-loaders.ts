// Loaders of silences and maintenance windows, and of how many alerts each keeps from being told.
import DataLoader from 'dataloader';

import type { KnownWindow } from '../alerts/suppression/ground.ts';
import type { Role } from '../core/role.ts';
import { findSilences, type SilenceRow } from '../store/silences.ts';
import { countSuppressed } from '../store/suppressed-alerts.ts';
import type { MakeRowLoader } from './schema-loaders.ts';
import type { Services } from './services.ts';

export interface SuppressionLoaders {
  readonly silences: DataLoader<string, SilenceRow | undefined>;
  /** Alerts that a silence keeps from being told now, by its id. */
  readonly silenced: DataLoader<string, number>;
  /** By name. */
  readonly windows: DataLoader<string, KnownWindow | undefined>;
  /** Alerts that a window keeps from being told now, by its name. */
  readonly inWindow: DataLoader<string, number>;
}

/** Makes them for one operation. */
export function createSuppressionLoaders(
  { store: { q }, maintenance }: Services,
  rowLoader: MakeRowLoader,
  isUuid: (text: string) => boolean,
  role: Role,
): SuppressionLoaders {
  return {
    silences: rowLoader(
      (ids) => findSilences(q, ids),
      (row) => row.id,
      isUuid,
    ),
    silenced: new DataLoader(async (ids) => {
      const counts = await countSuppressed(q, 'SILENCE', ids, role);
      return ids.map((id) => counts.get(id) ?? 0);
    }),
    windows: rowLoader(
      () => maintenance.list(),
      ({ name }) => name,
      () => true,
    ),
    inWindow: new DataLoader(async (names) => {
      const counts = await countSuppressed(q, 'MAINTENANCE', names, role);
      return names.map((name) => counts.get(name) ?? 0);
    }),
  };
}
