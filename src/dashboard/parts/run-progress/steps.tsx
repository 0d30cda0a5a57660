// The migrations of a run with their statements. Of very many those around the current one are shown;
// one can page to the others.
import { useState } from 'react';

import { State } from '../state.tsx';
import { formatDuration } from '../time.tsx';
import { Meter } from './meter.tsx';
import type { Step } from './operations.ts';
import type { ProgressModel } from './progress-model.ts';
import styles from './run-progress.module.css';
import { Statements } from './statements.tsx';
import { isStepBroken, isStepDone, lookOfStep, type Aim } from './step-standing.ts';

const windowSize = 25;

export interface StepsProps {
  readonly steps: readonly Step[];
  readonly model: ProgressModel;
  /** The run has ended: what has not run will not. */
  readonly isOver: boolean;
  readonly aim: Aim;
}

/** A list of migrations; the one that needs a look is open. */
export function Steps({ steps, model, isOver, aim }: StepsProps) {
  const [page, setPage] = useState<number>();
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const wantsLook = (step: Step): boolean =>
    step.state === 'RUNNING' || isStepBroken(step, aim, model.steps.has(step.version));
  const looked = steps.findIndex(wantsLook);
  const lastTold = steps.findLastIndex(({ version }) => model.steps.has(version));
  const current = looked >= 0 ? looked : Math.max(0, lastTold);
  const pages = Math.ceil(steps.length / windowSize);
  const shownPage = Math.min(page ?? Math.floor(current / windowSize), Math.max(0, pages - 1));
  const from = shownPage * windowSize;
  const shown = steps.slice(from, from + windowSize);
  if (steps.length === 0) return null;
  return (
    <div className="column">
      <div className="row spread">
        <h3>Migrations</h3>
        {pages < 2 ? null : (
          <div className="row small">
            <button disabled={shownPage === 0} onClick={() => setPage(shownPage - 1)}>
              Earlier
            </button>
            <span className="soft number">
              {from + 1} to {from + shown.length} of {steps.length}
            </span>
            <button disabled={shownPage >= pages - 1} onClick={() => setPage(shownPage + 1)}>
              Later
            </button>
          </div>
        )}
      </div>
      <ol className={`${styles.plain} ${styles.steps}`} aria-label="Migrations of the run">
        {shown.map((step) => {
          const isOpen = toggled.get(step.version) ?? wantsLook(step);
          const toggle = (): void => setToggled((old) => new Map(old).set(step.version, !isOpen));
          return (
            <StepItem
              key={step.version}
              step={step}
              model={model}
              isOpen={isOpen}
              isOver={isOver}
              aim={aim}
              onToggle={toggle}
            />
          );
        })}
      </ol>
    </div>
  );
}

interface StepItemProps {
  readonly step: Step;
  readonly model: ProgressModel;
  readonly isOpen: boolean;
  readonly isOver: boolean;
  readonly aim: Aim;
  onToggle(): void;
}

function StepItem({ step, model, isOpen, isOver, aim, onToggle }: StepItemProps) {
  const { version, name, state, statementsDone, statementsTotal } = step;
  const statements = model.statements.filter((line) => line.version === version);
  const isTold = model.steps.has(version);
  const isDone = isStepDone(step, aim);
  const done = isDone ? statementsTotal : statementsDone;
  const title = (
    <>
      <span className="mono">{version}</span> <span>{name.replaceAll('_', ' ')}</span>
    </>
  );
  const hasMore = statements.length > 0;
  return (
    <li>
      <div className={styles.step}>
        {hasMore ? (
          <button className={styles.stepName} aria-expanded={isOpen} onClick={onToggle}>
            <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>
            <span className={styles.wrap}>{title}</span>
          </button>
        ) : (
          <span className={`${styles.stepName} ${styles.wrap}`}>{title}</span>
        )}
        <span>
          <State state={state} {...lookOfStep(step, aim, { isTold, isOver })} />
        </span>
        <span className={styles.stepBar}>
          <Meter
            isThin
            label={`Statements of ${version}`}
            percent={statementsTotal === 0 ? (isDone ? 100 : 0) : (done / statementsTotal) * 100}
            tone={isDone ? 'good' : isStepBroken(step, aim, isTold) ? 'bad' : 'busy'}
          />
        </span>
        <span className={`number soft small ${styles.stepFigure}`}>
          {done} of {statementsTotal}
        </span>
        <span className={`number small ${styles.stepFigure}`}>
          {step.durationMs == null ? '' : formatDuration(step.durationMs)}
        </span>
      </div>
      {hasMore && isOpen ? <Statements statements={statements} total={statementsTotal} /> : null}
    </li>
  );
}
