// The progress of a run, live: how far it is, what it does, who blocks it, its migrations with their
// statements, and its log. It shows the same after a reload, after a lost connection and after a
// restart of the service, for it is made of the run's events.
import { useEffect, useMemo } from 'react';

import { useLiveQuery } from '../../client/use-live-query.ts';
import { Answer, Empty, Failure } from '../notes.tsx';
import { BlockedBy } from './blocked-by.tsx';
import { Log } from './log.tsx';
import { runProgressQuery } from './operations.ts';
import { stepsOf } from './progress-model.ts';
import styles from './run-progress.module.css';
import { Steps } from './steps.tsx';
import { Summary } from './summary.tsx';
import { useRunProgress } from './use-run-progress.ts';

export interface RunProgressProps {
  /** Global id of the run. */
  readonly runId: string;
  /** Called when the run was queued, began, ended, or told something: read it anew. */
  onTurn?(): void;
}

/** Everything that goes on in a run; headings are h3, so it stands in a panel. */
export function RunProgress({ runId, onTurn }: RunProgressProps) {
  const answer = useLiveQuery(runProgressQuery, { id: runId });
  const { refresh } = answer;
  const run = answer.data?.migrationRun;
  const { model, isCut, failure } = useRunProgress(runId, run);
  useEffect(() => {
    if (model.turns === 0) return;
    refresh();
    onTurn?.();
    // A caller's function may be another one each time; only the turn counts.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [model.turns, refresh]);
  const steps = useMemo(() => (run == null ? [] : stepsOf(run, model)), [run, model]);
  return (
    <Answer answer={answer}>
      {() =>
        run == null ? (
          <Empty title="There is no such run">It may be older than what hawkwatch keeps.</Empty>
        ) : (
          <div className={styles.progress}>
            {failure === undefined ? null : <Failure error={failure} />}
            <Summary run={run} steps={steps} model={model} />
            {model.blockers === undefined ? null : (
              <BlockedBy runId={runId} database={run.database} blockers={model.blockers} />
            )}
            <Steps steps={steps} model={model} isOver={run.finishedAt != null} aim={run} />
            <Log model={model} isCut={isCut} />
          </div>
        )
      }
    </Answer>
  );
}
