// Alerts as they are stored. Only the alert engine changes their state; everybody else reads, or adds to
// what is known of one.
import { z } from 'zod';

import {
  alertStates,
  resolutions,
  severities,
  suppressionKinds,
  type AlertFacts,
  type Resolution,
  type Suppression,
} from '../core/alerts.ts';
import { roles, type Role } from '../core/role.ts';
import { inArray } from './drizzle.ts';
import { alerts } from './schema/index.ts';
import type { Queryable } from './store.ts';

export interface AlertRow extends AlertFacts {
  /** `rule`, or the name of an intake. */
  readonly source: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly recoveringSince: Date | null;
  readonly resolution: Resolution | null;
  readonly assignedTo: string | null;
  readonly observedAt: Date;
  /** What was observed last. */
  readonly condition: boolean;
  readonly forMs: number;
  readonly keepFiringForMs: number;
  readonly lastsMs: number | null;
  readonly wakeAt: Date | null;
  readonly timesFired: number;
  /** When it became firing or resolved lately; oldest first, bounded. */
  readonly flips: readonly string[];
  readonly flappingSince: Date | null;
  readonly suppressed: readonly Suppression[];
  readonly incidentId: string | null;
  readonly eventId: number | null;
  /** The least role that may see it. */
  readonly audience: Role;
  readonly updatedAt: Date;
}

export const labelsForm = z.record(z.string(), z.string());
export const suppressionForm = z.object({
  kind: z.enum(suppressionKinds),
  id: z.string(),
  reason: z.string(),
  until: z.string().nullable(),
});

// Made once: making a form costs far more than reading a row by it.
const audienceForm = z.enum(roles);
const severityForm = z.enum(severities);
const stateForm = z.enum(alertStates);
const resolutionForm = z.enum(resolutions).nullable();
const metadataForm = z.record(z.string(), z.unknown());
const flipsForm = z.array(z.string());
const suppressedForm = z.array(suppressionForm);

export function toAlert(row: typeof alerts.$inferSelect): AlertRow {
  const { databaseName, ...rest } = row;
  return {
    ...rest,
    database: databaseName,
    severity: severityForm.parse(row.severity),
    state: stateForm.parse(row.state),
    resolution: resolutionForm.parse(row.resolution),
    labels: labelsForm.parse(row.labels),
    metadata: metadataForm.parse(row.metadata),
    flips: flipsForm.parse(row.flips),
    suppressed: suppressedForm.parse(row.suppressed),
    audience: audienceForm.parse(row.audience),
  };
}

/** Alerts with these ids, in no order. */
export async function listAlertsById(q: Queryable, ids: readonly string[]): Promise<AlertRow[]> {
  if (ids.length === 0) return [];
  const rows = await q
    .select()
    .from(alerts)
    .where(inArray(alerts.id, [...ids]));
  return rows.map(toAlert);
}
