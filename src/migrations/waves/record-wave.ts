// Writes what became of a wave together with its event, in the transaction that holds the wave's row.
import type { WavePlan } from '../../core/waves.ts';
import { updateWave, type MigrationWave } from '../../store/migration-waves.ts';
import type { StoreTransaction } from '../../store/store.ts';
import { waveEvents, waveSubject, type WaveEventKind, type WaveFact } from './events.ts';
import { endOf } from './wave-plan.ts';

const maxChanged = 100;

function factOf(wave: MigrationWave, before: WavePlan | null): WaveFact {
  const { members } = wave.plan;
  const count = (state: string): number => members.filter((one) => one.state === state).length;
  const earlier = new Map(before?.members.map((member) => [member.databaseId, member]));
  const changed = members.filter((member) => {
    const was = earlier.get(member.databaseId);
    return was?.state !== member.state || was.runId !== member.runId;
  });
  return {
    waveId: wave.id,
    source: wave.source,
    toVersion: wave.plan.toVersion,
    state: wave.state,
    reason: wave.reason,
    counts: {
      total: members.length,
      waiting: count('WAITING'),
      running: count('RUNNING'),
      succeeded: count('SUCCEEDED'),
      failed: count('FAILED'),
      skipped: count('SKIPPED'),
    },
    changed: changed.slice(0, maxChanged),
  };
}

/** Appends an event of a wave. */
export function announceWave(
  tx: StoreTransaction,
  kind: WaveEventKind,
  wave: MigrationWave,
  more: { before: WavePlan | null; now: Date },
): void {
  tx.append(
    waveEvents[kind].create({
      subject: waveSubject(wave.id),
      occurredAt: more.now,
      payload: factOf(wave, more.before),
    }),
  );
}

/** Writes the wave's next plan and tells of it; ends the wave when nothing is left to do. */
export async function recordWave(
  tx: StoreTransaction,
  wave: MigrationWave,
  plan: WavePlan,
  now: Date,
): Promise<MigrationWave> {
  if (JSON.stringify(plan) === JSON.stringify(wave.plan)) return wave;
  const end = endOf(plan);
  const next: MigrationWave = {
    ...wave,
    plan,
    state: end?.state ?? 'RUNNING',
    reason: end?.reason ?? plan.stopping?.reason ?? null,
    finishedAt: end === undefined ? null : now,
  };
  await updateWave(tx.q, wave.id, next);
  const kind = end === undefined ? 'ADVANCED' : 'COMPLETED';
  announceWave(tx, kind, next, { before: wave.plan, now });
  return next;
}
