// Rolls back what a run applied. It shows first what would be undone, newer migrations too, and what
// that does to the database; then the database's name is typed.
import { useLocation } from 'wouter';

import { inDialog, useAction } from '../../client/use-action.ts';
import { useLiveQuery } from '../../client/use-live-query.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { Impact } from '../../parts/impact/impact.tsx';
import { Failure, Loading } from '../../parts/notes.tsx';
import { versionBefore } from './actions-of.ts';
import { useOnceKey, type DialogProps } from './dialog.ts';
import { appliedBefore, previewRollback, rollBack } from './operations.ts';
import styles from './run.module.css';

/** The question. */
export function RollbackDialog({ run, onClose }: DialogProps) {
  const [, navigate] = useLocation();
  const key = useOnceKey();
  const place = { database: run.database.id, source: run.source };
  const status = useLiveQuery(appliedBefore, place);
  const first = run.migrations.find(({ state }) => state === 'APPLIED')?.version;
  const all = status.data?.migrationStatus.migrations;
  const toVersion = all === undefined ? undefined : versionBefore(all, first);
  const preview = useLiveQuery(
    previewRollback,
    { ...place, toVersion: toVersion ?? '0' },
    { pause: toVersion === undefined },
  );
  const action = useAction(rollBack, 'The roll-back is on its way.', inDialog);
  const steps = preview.data?.previewRollback.migrations;
  const impact = preview.data?.previewRollback.impact;
  const confirm = async (): Promise<void> => {
    if (toVersion === undefined) return;
    const made = (await action.run({ ...place, toVersion, key }))?.rollbackMigration;
    if (made?.__typename !== 'MigrationRun') return;
    onClose();
    navigate(`/runs/${encodeURIComponent(made.id)}`);
  };
  const error = status.error ?? preview.error;
  const isUnknown = all !== undefined && toVersion === undefined;
  const isKnown = steps !== undefined && error === undefined;
  return (
    <Confirm
      title={`Roll back ${run.database.name}?`}
      deed="Roll back"
      isDangerous
      isBusy={action.isBusy}
      failure={action.failure}
      isReady={isKnown && steps.length > 0}
      {...(isKnown && steps.length > 0 ? { typed: run.database.name } : {})}
      onConfirm={() => void confirm()}
      onCancel={onClose}
    >
      {error === undefined ? null : <Failure error={error} />}
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
          <p>
            {steps.length === 1 ? 'This migration is' : `These ${steps.length} migrations are`}{' '}
            undone in this order by their down files,{' '}
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
