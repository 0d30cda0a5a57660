// Whether a run that waits for its review would still do what was assessed. The executor looks again
// when it runs; this says it to the reviewer, before.
import { ConflictError, ExpectedError } from '../../core/errors.ts';
import type { Target } from '../../databases/targets.ts';
import type { MigrationRun, MigrationRunStep } from '../../store/migration-runs.ts';
import { planRun, readSteps, soleSource, TargetAwayError } from '../plan-run.ts';

const listed = (what: string, versions: readonly string[]): string[] =>
  versions.length === 0 ? [] : [`${what}: ${versions.slice(0, 20).join(', ')}`];

/**
 * @throws ConflictError when the folder or the database changed so that the plan does not hold any
 * more, or when the database cannot be asked.
 */
export async function refuseStalePlan(
  target: Target,
  run: MigrationRun,
  steps: readonly MigrationRunStep[],
): Promise<void> {
  const source = soleSource(target, run.source);
  const toVersion = run.kind === 'MIGRATE' ? steps.at(-1)?.version : (run.toVersion ?? undefined);
  let planned;
  try {
    const plan = await planRun(target, source, { kind: run.kind, toVersion });
    planned = await readSteps(source, plan.steps);
  } catch (error) {
    if (error instanceof TargetAwayError || !(error instanceof ExpectedError)) throw error;
    throw stale(error.message);
  }
  const now = new Map(planned.map((step) => [step.version, step.checksum]));
  const then = new Map(steps.map((step) => [step.version, step.checksum]));
  const changed = steps.filter((step) => {
    const checksum = now.get(step.version);
    return checksum !== undefined && checksum !== step.checksum;
  });
  const versions = (all: readonly { version: string }[]): string[] =>
    all.map((step) => step.version);
  const differences = [
    ...listed('the file was changed', versions(changed)),
    ...listed(
      run.kind === 'MIGRATE' ? 'not pending any more' : 'not applied any more',
      versions(steps.filter((step) => !now.has(step.version))),
    ),
    ...listed(
      'new and before the last of them',
      versions(planned).filter((one) => !then.has(one)),
    ),
  ];
  if (differences.length > 0) throw stale(`${differences.join('; ')}.`);
}

function stale(why: string): ConflictError {
  return new ConflictError(
    `The run cannot be approved as it was assessed. ${why} Trigger a new run, which takes its ` +
      'place, or reject it.',
  );
}
