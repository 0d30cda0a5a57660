// A run's page: live while it goes on, and afterwards what became of it and what to do.
import { useCallback, useRef } from 'react';
import { Link, useLocation } from 'wouter';

import type { LiveEvent } from '../../client/live-log.ts';
import { useLiveQuery } from '../../client/use-live-query.ts';
import { Impact } from '../../parts/impact/impact.tsx';
import { Answer, Empty } from '../../parts/notes.tsx';
import { Panel, Screen } from '../../parts/panel.tsx';
import { titleOf } from '../../parts/run-actions/actions-of.ts';
import { RunActions } from '../../parts/run-actions/run-actions.tsx';
import { RunProgress } from '../../parts/run-progress/run-progress.tsx';
import { AlertsPanel } from './alerts-panel.tsx';
import { RunFacts } from './facts.tsx';
import { FailurePanel } from './failure-panel.tsx';
import { ForeignPanel } from './foreign-panel.tsx';
import { runPageQuery, type RunDetails } from './operations.ts';
import { DryRunReport, Verification } from './report.tsx';
import { ReviewPanel } from './review-panel.tsx';
import { RollbackDialog } from './rollback-dialog.tsx';

/** The screen of `/runs/:id`. */
export default function Run({ id = '' }: { id?: string }) {
  const [, navigate] = useLocation();
  // Until the run is there, any event may be its own.
  const subject = useRef<string>(undefined);
  const concerns = useCallback(
    (event: LiveEvent) => subject.current === undefined || event.subject === subject.current,
    [],
  );
  // Its own progress ends with it; a verification comes after that.
  const answer = useLiveQuery(
    runPageQuery,
    { id },
    { staleAfter: ['migration.completed', 'migration.verified'], concerns },
  );
  const run = answer.data?.migrationRun;
  subject.current = run?.subject;
  return (
    <Screen
      title={run == null ? 'Run' : titleOf(run)}
      aside={
        run == null ? undefined : (
          <RunActions
            run={run}
            onRetried={(made) => navigate(`/runs/${encodeURIComponent(made)}`)}
            rollbackDialog={(onClose) => <RollbackDialog run={run} onClose={onClose} />}
          />
        )
      }
    >
      <Answer answer={answer}>
        {() =>
          run == null ? (
            <Empty title="There is no such run">
              It may be older than what hawkwatch keeps. <Link href="/runs">All runs</Link>
            </Empty>
          ) : (
            <Parts run={run} onTurn={answer.refresh} />
          )
        }
      </Answer>
    </Screen>
  );
}

function Parts({ run, onTurn }: { run: RunDetails; onTurn(): void }) {
  const { state, assessment, report, verification, foreign } = run;
  return (
    <>
      {state === 'AWAITING_REVIEW' ? <ReviewPanel run={run} /> : null}
      {state === 'FAILED' || state === 'INTERRUPTED' ? <FailurePanel run={run} /> : null}
      <AlertsPanel run={run} />
      {foreign == null ? null : <ForeignPanel run={run} foreign={foreign} />}
      {verification == null ? null : <Verification found={verification} />}
      <Panel title="Progress">
        <RunProgress runId={run.id} onTurn={onTurn} />
      </Panel>
      {report == null || report.length === 0 ? null : <DryRunReport report={report} />}
      <RunFacts run={run} />
      {assessment == null || state === 'AWAITING_REVIEW' ? null : (
        <Panel title="Impact, as it was assessed before">
          <Impact impact={assessment} />
        </Panel>
      )}
    </>
  );
}
