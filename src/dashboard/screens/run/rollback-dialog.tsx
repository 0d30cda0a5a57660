// Rolls back what a run applied. It shows first what would be undone, newer migrations too, and what
// that does to the database; then the database's name is typed. Something else than what was shown is not begun.
import { useMemo } from 'react';
import { useLocation } from 'wouter';

import { inDialog, useAction } from '../../client/use-action.ts';
import { useLiveQuery } from '../../client/use-live-query.ts';
import { concernsDatabase } from '../../parts/concerns-database.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { expectedOf, planChanged, useChanges } from '../../parts/expected.ts';
import { Impact } from '../../parts/impact/impact.tsx';
import { Failure, Loading } from '../../parts/notes.tsx';
import { useOnceKeys } from '../../parts/once-key.ts';
import { versionBefore } from '../../parts/run-actions/actions-of.ts';
import { EndsReviews } from '../../parts/run-actions/ends-review.tsx';
import { useEndedReviews } from '../../parts/run-actions/use-ended-reviews.ts';
import { appliedBefore, previewRollback, rollBack, type RunDetails } from './operations.ts';
import styles from './run.module.css';

/** The question. */
export function RollbackDialog({ run, onClose }: { run: RunDetails; onClose(): void }) {
  const [, navigate] = useLocation();
  const keyOf = useOnceKeys();
  const place = { database: run.database.id, source: run.source };
  const reviews = useEndedReviews(run);
  const concerns = useMemo(() => concernsDatabase(run.database.name), [run.database.name]);
  const status = useLiveQuery(appliedBefore, place, { staleAfter: planChanged, concerns });
  const first = run.migrations.find(({ state }) => state === 'APPLIED')?.version;
  const all = status.data?.migrationStatus.migrations;
  const toVersion = all === undefined ? undefined : versionBefore(all, first);
  const preview = useLiveQuery(
    previewRollback,
    { ...place, toVersion: toVersion ?? '0' },
    { pause: toVersion === undefined, staleAfter: planChanged, concerns },
  );
  const action = useAction(rollBack, 'The roll-back is on its way.', inDialog);
  // While another version is asked for, the answer is still the one before.
  const shown = preview.data?.previewRollback;
  const steps = shown?.toVersion === toVersion ? shown?.migrations : undefined;
  const impact = shown?.impact;
  const expected = useMemo(() => steps && expectedOf(steps), [steps]);
  const changes = useChanges(run.id, expected);
  const confirm = async (): Promise<void> => {
    if (toVersion === undefined || expected === undefined) return;
    const asked = { ...place, toVersion, expected };
    const made = (await action.run({ ...asked, key: keyOf(asked) }))?.rollbackMigration;
    if (made?.__typename !== 'MigrationRun') {
      preview.refresh();
      return;
    }
    onClose();
    navigate(`/runs/${encodeURIComponent(made.id)}`);
  };
  const error = status.error ?? preview.error;
  const isUnknown = all !== undefined && toVersion === undefined;
  const isKnown = steps !== undefined && error === undefined;
  return (
    <Confirm
      changes={changes}
      title={`Roll back ${run.database.name}?`}
      deed="Roll back"
      isDangerous
      isBusy={action.isBusy}
      failure={action.failure}
      isReady={isKnown && steps.length > 0 && !reviews.isLoading}
      {...(isKnown && steps.length > 0 ? { typed: run.database.name } : {})}
      onConfirm={() => void confirm()}
      onCancel={onClose}
    >
      {changes === 0 ? null : (
        <p role="alert">
          <strong>What would be undone has changed since you asked. Look again.</strong>
        </p>
      )}
      {error === undefined ? null : <Failure error={error} onRetry={preview.refresh} />}
      {isUnknown ? (
        <Failure error="The source does not have this run’s migrations any more, so there is nothing to go back by. Restore the files." />
      ) : null}
      {error === undefined && !isUnknown && steps === undefined ? (
        <Loading what="Looking at what would be undone" />
      ) : null}
      {isKnown && steps.length === 0 ? (
        <p>What this run applied is undone already. There is nothing to roll back.</p>
      ) : null}
      {isKnown && steps.length > 0 ? (
        <>
          <EndsReviews reviews={reviews} />
          <p>
            {steps.length === 1 ? 'This migration is' : `These ${steps.length} migrations are`}{' '}
            undone in this order by{' '}
            {steps.every(({ file }) => file === '') ? 'the tool’s own command' : 'their down files'}
            ,{' '}
            {toVersion === '0' ? (
              'back to before the first migration.'
            ) : (
              <>
                until <code>{toVersion}</code> is the newest one left.
              </>
            )}
          </p>
          <ol className={styles.undone}>
            {steps.map(({ version, name, file }) => (
              <li key={version}>
                <span className="mono">{version}</span> {name.replaceAll('_', ' ')}{' '}
                <span className="soft small">{file}</span>
              </li>
            ))}
          </ol>
          {impact == null ? (
            <p className="soft">What it does to the database could not be assessed.</p>
          ) : (
            <Impact impact={impact} shownAtFirst={3} />
          )}
        </>
      ) : null}
    </Confirm>
  );
}
