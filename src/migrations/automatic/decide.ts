// What follows from an assessment. Pure: the order of the questions is the policy of hawkwatch, and
// the first one that is answered decides.
import type { ImpactAssessment } from '../../core/impact.ts';
import type { AutomaticPolicy } from '../../databases/target.ts';
import type { AutomaticDecision } from '../../store/migration-assessments.ts';
import { describeHours, isWithinHours } from '../../core/hours.ts';
import { reasonForReview } from './judge-assessment.ts';
import type { AutomaticRunsState } from './switch.ts';

export interface DecisionFacts {
  readonly policy: AutomaticPolicy | null;
  /** Why hawkwatch could not run it even if it were asked to; null when it could. */
  readonly unrunnable: string | null;
  readonly assessment: ImpactAssessment | null;
  /** Why a person has to look at it whatever its risk; null when nothing speaks for that. */
  readonly obstacle: string | null;
  readonly automaticRuns: AutomaticRunsState;
  /** A wave that migrates this source right now, in words. */
  readonly wave: string | null;
  readonly now: Date;
}

export interface Decided {
  readonly decision: AutomaticDecision;
  readonly reason: string | null;
}

/** What is done about pending migrations. */
export function decide(facts: DecisionFacts): Decided {
  const { policy, automaticRuns } = facts;
  if (facts.unrunnable !== null) return { decision: 'none', reason: facts.unrunnable };
  if (policy === null) {
    return { decision: 'none', reason: 'the database has no policy for automatic runs' };
  }
  const review = facts.obstacle ?? reasonForReview(facts.assessment, policy);
  if (review !== null) return { decision: 'review', reason: review };
  if (facts.wave !== null) return { decision: 'waits', reason: facts.wave };
  if (!automaticRuns.enabled) {
    const why = automaticRuns.reason === null ? '' : `: ${automaticRuns.reason}`;
    return { decision: 'waits', reason: `automatic runs are switched off${why}` };
  }
  const { hours } = policy;
  if (hours !== null && !isWithinHours(hours, facts.now)) {
    return { decision: 'waits', reason: `it runs within its hours: ${describeHours(hours)}` };
  }
  return { decision: 'run', reason: null };
}
