// The kill switch of automatic runs: the configuration's and the one in the store; either stops
// them. Whoever queues an automatic run reads the switch within its transaction, under a lock that
// turning it takes exclusively: no run is queued beside a switch that was just turned off.
import { z } from 'zod';

import type { Actor } from '../../core/actor.ts';
import type { Clock } from '../../core/clock.ts';
import { ConflictError, InvalidInputError } from '../../core/errors.ts';
import type { Random } from '../../core/random.ts';
import { insertAuditEntry } from '../../store/audit.ts';
import { claimQueuedAutomaticRuns } from '../../store/run-reviews.ts';
import { findSetting, lockSetting, updateSetting } from '../../store/settings.ts';
import { storableText } from '../../store/storable.ts';
import type { Queryable, Store, StoreTransaction } from '../../store/store.ts';
import { recordNow } from '../record-now.ts';
import { requireRole } from '../../core/require-role.ts';
import { automaticRunsSwitched } from './events.ts';

export interface AutomaticRunsState {
  readonly enabled: boolean;
  /** Why it was turned, or that the configuration says so. */
  readonly reason: string | null;
  readonly by: string | null;
  readonly at: Date | null;
}

export interface AutomaticSwitchOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  /** What the configuration says right now. */
  configured(): boolean;
}

export interface AutomaticSwitch {
  read(): Promise<AutomaticRunsState>;
  /** As it is and stays until the transaction ends. */
  hold(tx: StoreTransaction): Promise<AutomaticRunsState>;
  /** @throws ForbiddenError, InvalidInputError; ConflictError when the configuration says off. */
  set(actor: Actor, enabled: boolean, reason: string): Promise<AutomaticRunsState>;
  /** Obeys a configuration that says off: what is queued is put up for review. */
  obeyConfiguration(): Promise<void>;
}

const settingName = 'automatic runs';
const stored = z.object({ enabled: z.boolean(), reason: z.string() });
const inConfiguration = '`automaticRuns` is off in hawkwatch.yaml';

/** Creates the switch. */
export function createAutomaticSwitch(options: AutomaticSwitchOptions): AutomaticSwitch {
  const { store, clock, random, configured } = options;

  const readFrom = async (q: Queryable): Promise<AutomaticRunsState> => {
    if (!configured()) return { enabled: false, reason: inConfiguration, by: null, at: null };
    const setting = await findSetting(q, settingName);
    if (setting === undefined) return { enabled: true, reason: null, by: null, at: null };
    const { enabled, reason } = stored.parse(setting.value);
    return { enabled, reason, by: setting.updatedBy, at: setting.updatedAt };
  };

  return {
    read: () => readFrom(store.q),
    hold: async (tx) => {
      await lockSetting(tx.q, settingName, 'shared');
      return readFrom(tx.q);
    },
    set: async (actor, enabled, givenReason) => {
      requireRole(actor, 'admin');
      const reason = parseReason(givenReason);
      if (enabled && !configured()) {
        throw new ConflictError(`${inConfiguration}. Turn it on there first.`);
      }
      return store.transaction(async (tx) => {
        await lockSetting(tx.q, settingName, 'exclusive');
        const now = clock.now();
        const value = { enabled, reason };
        await updateSetting(tx.q, {
          name: settingName,
          value,
          updatedBy: actor.name,
          updatedAt: now,
        });
        if (!enabled) {
          await parkQueuedRuns(tx, clock, `${actor.name} turned automatic runs off: ${reason}`);
        }
        const subject = 'setting:automatic-runs';
        const payload = { ...value, by: actor.name };
        tx.append(automaticRunsSwitched.create({ subject, occurredAt: now, payload }));
        await insertAuditEntry(tx, random, {
          actor,
          action: 'setAutomaticRuns',
          subject,
          result: 'ok',
          at: now,
          detail: value,
        });
        return readFrom(tx.q);
      });
    },
    obeyConfiguration: async () => {
      if (configured()) return;
      await store.transaction(async (tx) => {
        await lockSetting(tx.q, settingName, 'exclusive');
        await parkQueuedRuns(tx, clock, inConfiguration);
      });
    },
  };
}

function parseReason(given: string): string {
  const reason = storableText(given).trim();
  if (reason.length >= 1 && reason.length <= 500) return reason;
  throw new InvalidInputError('Nothing was switched.', [
    { path: 'reason', message: 'must have 1 to 500 characters' },
  ]);
}

/**
 * Automatic runs that have not begun, of one database or of all, go to the review list; a dry run,
 * about which there is nothing to decide, is cancelled.
 */
export async function parkQueuedRuns(
  tx: StoreTransaction,
  clock: Clock,
  message: string,
  databaseId?: string,
): Promise<void> {
  for (const run of await claimQueuedAutomaticRuns(tx.q, databaseId)) {
    await recordNow(tx, clock, run, (progress) => {
      if (run.dryRun) progress.finished('CANCELLED', { message });
      else progress.queued('AWAITING_REVIEW', message);
    });
  }
}
