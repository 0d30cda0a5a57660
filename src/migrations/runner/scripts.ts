// Opens the sealed bytes of a run and reads them as scripts. What was shown is what runs: bytes
// whose hash is not the one that was stored with the run are refused.
import type { SqlAnalyser } from '../../sql/analyser.ts';
import type { MigrationScript } from '../../sql/analyse.ts';
import {
  listRunSteps,
  listSealedSteps,
  type MigrationRunStep,
} from '../../store/migration-runs.ts';
import type { Sealer } from '../../store/sealing.ts';
import type { Store } from '../../store/store.ts';
import { checksumOf } from '../folder.ts';
import { failure } from './failure.ts';

export interface RunScript {
  readonly step: MigrationRunStep;
  readonly script: MigrationScript;
}

/** What binds sealed bytes to their run and place. */
export function sealContext(runId: string, position: number): string {
  return `migration-run/${runId}/${position}`;
}

/** The steps of a run with their scripts, in order. */
export async function openRunScripts(
  options: { store: Store; sealer: Sealer; analyser: SqlAnalyser },
  runId: string,
): Promise<readonly RunScript[]> {
  const { store, sealer, analyser } = options;
  const steps = await listRunSteps(store.q, [runId]);
  const sealed = new Map(
    (await listSealedSteps(store.q, runId)).map((row) => [row.position, row.sealed]),
  );
  const scripts: RunScript[] = [];
  for (const step of steps) {
    const closed = sealed.get(step.position);
    if (closed == null) throw failure(`The bytes of ${step.version} are not stored any more.`);
    const bytes = sealer.open(closed, sealContext(runId, step.position));
    if (checksumOf(bytes) !== step.checksum) {
      throw failure(`The stored bytes of ${step.version} are not the ones that were shown.`);
    }
    const analysis = await analyser.analyse({ bytes, name: step.name });
    if (!analysis.ok) {
      const reasons = analysis.issues.map((issue) => `line ${issue.line}: ${issue.message}`);
      throw failure(`${step.version} cannot be run: ${reasons.join('; ')}`);
    }
    scripts.push({ step, script: analysis.script });
  }
  return scripts;
}
