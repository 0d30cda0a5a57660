// How far a run is, in one glance: its state, the bar, the time, and the statement of this moment.
import { Duration, formatDuration } from '../time.tsx';
import { State } from '../state.tsx';
import { Meter } from './meter.tsx';
import type { Run, Step } from './operations.ts';
import type { ProgressModel, StatementLine } from './progress-model.ts';
import styles from './run-progress.module.css';
import { isStepDone } from './step-standing.ts';

const tones: Readonly<Record<string, 'busy' | 'good' | 'bad' | 'quiet'>> = {
  SUCCEEDED: 'good',
  FAILED: 'bad',
  INTERRUPTED: 'bad',
  CANCELLED: 'quiet',
  REJECTED: 'quiet',
  QUEUED: 'quiet',
  AWAITING_REVIEW: 'quiet',
};

export interface SummaryProps {
  readonly run: Run;
  readonly steps: readonly Step[];
  readonly model: ProgressModel;
}

/** The head of the progress. */
export function Summary({ run, steps, model }: SummaryProps) {
  const { state } = run;
  const isRunning = state === 'RUNNING';
  const percent = state === 'SUCCEEDED' ? 100 : (model.percent ?? run.percent);
  const done = steps.filter((step) => isStepDone(step, run)).length;
  const deed = run.kind === 'ROLLBACK' ? 'rolled back' : run.dryRun ? 'tried' : 'applied';
  const current = isRunning ? model.statements.at(-1) : undefined;
  return (
    <div className="column">
      <div className="row spread">
        <span className="row" role="status">
          <State state={state} />
          {steps.length === 0 ? null : (
            <span>
              {done} of {steps.length} migrations {deed}
            </span>
          )}
        </span>
        <span className="row soft">
          {isRunning && model.etaMs !== null ? (
            <span className="number">about {formatDuration(model.etaMs)} left</span>
          ) : null}
          {run.startedAt == null ? null : (
            <span>
              {run.finishedAt == null ? 'for ' : 'took '}
              <Duration since={run.startedAt} until={run.finishedAt ?? null} />
            </span>
          )}
          <strong className={`number ${styles.percent}`}>{Math.floor(percent)} %</strong>
        </span>
      </div>
      <Meter label="Progress of the run" percent={percent} tone={tones[state] ?? 'busy'} />
      {current === undefined || current.state !== 'running' ? null : (
        <Current statement={current} />
      )}
    </div>
  );
}

/** The statement that executes now, with its phase where the database tells it. */
function Current({ statement }: { statement: StatementLine }) {
  const { share, phase } = statement;
  return (
    <div className={styles.current}>
      <div className="row spread small">
        <span>
          {statement.version}, statement {statement.index} of {statement.total}
        </span>
        <span className="soft number">
          {phase}
          {share === null ? null : ` ${Math.floor(share * 100)} %`}
        </span>
      </div>
      <pre tabIndex={0} aria-label="The statement that executes now">
        {statement.text}
      </pre>
      <Meter
        isThin
        label={`Progress of statement ${statement.index}`}
        percent={share === null ? null : share * 100}
      />
    </div>
  );
}
