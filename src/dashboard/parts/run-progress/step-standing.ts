// How a migration stands within its run. Its state alone does not say that: what is applied is what a
// run wanted, or what a roll-back has yet to undo. Pure.
import type { Tone } from '../words.ts';
import type { Run, Step } from './operations.ts';

/** What a run is for. */
export type Aim = Pick<Run, 'kind' | 'dryRun'>;

/** True when a migration did all that its run wanted of it: a dry run undoes it again after that. */
export function isStepDone(step: Step, { kind, dryRun }: Aim): boolean {
  const { state, statementsDone, statementsTotal } = step;
  if (kind === 'ROLLBACK') return state === 'ROLLED_BACK';
  if (state === 'APPLIED') return true;
  return dryRun && state === 'PENDING' && statementsTotal > 0 && statementsDone >= statementsTotal;
}

/** True when it is not as the run should have left it. `isTold`: an event of the run told of it. */
export function isStepBroken({ state }: Step, { kind }: Aim, isTold: boolean): boolean {
  if (state === 'FAILED' || state === 'PARTIAL') return true;
  // A roll-back finds everything applied; it tells so only of what it could not undo.
  return kind === 'ROLLBACK' && state === 'APPLIED' && isTold;
}

export interface StepLook {
  readonly label?: string;
  readonly tone?: Tone;
}

/** What stands in the place of the state's own word, where that would mislead. */
export function lookOfStep(
  step: Step,
  aim: Aim,
  { isTold, isOver }: { readonly isTold: boolean; readonly isOver: boolean },
): StepLook {
  if (aim.kind === 'ROLLBACK') {
    if (step.state !== 'APPLIED') return {};
    if (isStepBroken(step, aim, isTold)) return { label: 'stays applied', tone: 'bad' };
    return { label: isOver ? 'stays applied' : 'waits', tone: 'quiet' };
  }
  if (step.state !== 'PENDING') return {};
  // Pending asks for something on other screens; here it is only not its turn yet.
  if (isStepDone(step, aim)) return { label: 'tried', tone: 'good' };
  return { label: isOver ? 'not run' : 'waits', tone: 'quiet' };
}
