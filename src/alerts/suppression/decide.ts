// Decides of alerts whose rows are held, writes what changed, and says it: SUPPRESSED when nobody is told
// any more, UNSUPPRESSED when somebody is again. Another reason than before is written and not said.
import { isFiring } from '../../core/alerts.ts';
import type { AlertChange } from '../../store/alert-changes.ts';
import type { AlertRow } from '../../store/alerts.ts';
import type { StoreTransaction } from '../../store/store.ts';
import { updateSuppressed, type SuppressibleAlert } from '../../store/suppressed-alerts.ts';
import { holdStanding, type GroundReader } from './ground.ts';
import { reasonsFor, sameReasons } from './reasons.ts';

/** The alerts of these whose reasons are not what they should be. */
export async function findChanged(
  q: StoreTransaction['q'],
  ground: GroundReader,
  alerts: readonly SuppressibleAlert[],
  now: Date,
): Promise<readonly string[]> {
  const decided = await decide(q, ground, alerts, now);
  return decided.map(({ alert }) => alert.id);
}

async function decide<Alert extends SuppressibleAlert>(
  q: StoreTransaction['q'],
  ground: GroundReader,
  alerts: readonly Alert[],
  now: Date,
  fired: ReadonlySet<string> = new Set(),
) {
  const standing = await ground.readStanding(q, now);
  const sources = await ground.readSources(q, alerts);
  const all = { ...standing, sources, rules: ground.rules() };
  return alerts.flatMap((alert) => {
    const fires = fired.has(alert.id) || isFiring(alert.state);
    const suppressed = reasonsFor(alert, all, fires);
    return sameReasons(suppressed, alert.suppressed) ? [] : [{ alert, suppressed }];
  });
}

/**
 * Brings alerts up to date. Returns those that changed, and what is to be said of them. `fired`: those that
 * have just begun to fire, also when they are over already.
 */
export async function settleAlerts(
  tx: StoreTransaction,
  ground: GroundReader,
  alerts: readonly AlertRow[],
  now: Date,
  fired?: ReadonlySet<string>,
): Promise<{
  readonly changed: ReadonlyMap<string, AlertRow>;
  readonly changes: readonly AlertChange[];
}> {
  await holdStanding(tx.q);
  const decided = await decide(tx.q, ground, alerts, now, fired);
  if (decided.length === 0) return { changed: new Map(), changes: [] };
  await updateSuppressed(
    tx.q,
    decided.map(({ alert, suppressed }) => ({ id: alert.id, suppressed })),
    now,
  );
  const changed = new Map<string, AlertRow>();
  const changes: AlertChange[] = [];
  for (const { alert, suppressed } of decided) {
    const after: AlertRow = { ...alert, suppressed, updatedAt: now };
    changed.set(alert.id, after);
    const was = alert.suppressed.length > 0;
    const is = suppressed.length > 0;
    if (was === is) continue;
    if (is) changes.push({ kind: 'SUPPRESSED', alert: after });
    else changes.push({ kind: 'UNSUPPRESSED', alert: after, text: overOf(alert) });
  }
  return { changed, changes };
}

/** What was so until now, in words. */
function overOf({ suppressed }: AlertRow): string {
  return `no longer: ${suppressed.map(({ reason }) => reason).join('; ')}`;
}
