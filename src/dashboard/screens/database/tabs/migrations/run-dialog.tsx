// Before migrations are run, or tried: what they would do is shown first, and to run them the name of the
// database must be typed.
import { useEffect, useMemo, useState } from 'react';

import { inDialog, useAction } from '../../../../client/use-action.ts';
import { graphql } from '../../../../graphql/gql.ts';
import { Confirm } from '../../../../parts/confirm.tsx';
import { expectedOf, useChanges } from '../../../../parts/expected.ts';
import { Impact } from '../../../../parts/impact/impact.tsx';
import { Answer } from '../../../../parts/notes.tsx';
import { useOnceKeys } from '../../../../parts/once-key.ts';
import { EndsReview } from '../../../../parts/run-actions/ends-review.tsx';
import { useImpact } from './read-migrations.ts';

const triggerMutation = graphql(`
  mutation DatabaseTrigger($input: MigrationInput!) {
    triggerMigration(input: $input) {
      __typename
      ... on MigrationRun {
        id
      }
      ... on Error {
        message
      }
    }
  }
`);

export interface RunDialogProps {
  /** Global id of the database. */
  readonly id: string;
  readonly name: string;
  readonly source: string;
  /** The last version to run; without it, all that is pending. */
  readonly toVersion?: string | undefined;
  readonly dryRun: boolean;
  /** The run of this source that waits for its review. */
  readonly waitingRun: string | undefined;
  onStarted(runId: string): void;
  onClose(): void;
}

const grave = new Set(['HIGH', 'CRITICAL', 'UNKNOWN']);

/** Asks whether to run. */
export function RunDialog(props: RunDialogProps) {
  const { id, name, source, toVersion, dryRun, waitingRun, onStarted, onClose } = props;
  const [isCareful, setCareful] = useState(false);
  const [isBlind, setBlind] = useState(false);
  const keyOf = useOnceKeys();
  const answer = useImpact({ database: id, name, source, toVersion });
  const trigger = useAction(triggerMutation, undefined, inDialog);
  // What the panel behind has shown may be of an earlier time: a file may have been edited since.
  const { refresh } = answer;
  useEffect(() => refresh(), [refresh]);
  const impact = answer.data?.assessImpact;
  const expected = useMemo(() => impact && expectedOf(impact.files), [impact]);
  const changes = useChanges(toVersion ?? '', expected);
  const isAssessed = expected !== undefined && answer.error === undefined;
  const count = impact?.files.length ?? 0;
  const run = async (): Promise<void> => {
    const asked = {
      database: id,
      source,
      dryRun,
      autoApply: isCareful,
      ...(toVersion === undefined ? {} : { toVersion }),
      ...(isAssessed ? { expected } : {}),
    };
    const result = await trigger.run({ input: { ...asked, clientMutationId: keyOf(asked) } });
    if (result?.triggerMigration.__typename === 'MigrationRun')
      onStarted(result.triggerMigration.id);
    else refresh();
  };
  const upTo = toVersion === undefined ? 'all pending migrations' : `migrations up to ${toVersion}`;
  return (
    <Confirm
      changes={changes}
      title={dryRun ? `Dry run on ${name}` : `Run migrations on ${name}`}
      deed={dryRun ? 'Dry run' : 'Run'}
      {...(dryRun ? {} : { typed: name })}
      isDangerous={!dryRun && impact !== undefined && grave.has(impact.risk)}
      isBusy={trigger.isBusy}
      failure={trigger.failure}
      isReady={isAssessed || isBlind}
      onConfirm={() => void run()}
      onCancel={onClose}
    >
      <p>
        {dryRun
          ? `Executes ${upTo} of ${source} as far as they can be undone, undoes them, and reports. Locks are taken meanwhile.`
          : `Runs ${upTo} of ${source}${count > 0 ? ` (${count})` : ''}.`}
      </p>
      {changes === 0 ? null : (
        <p role="alert">
          <strong>What would be run has changed since you asked. Look again.</strong>
        </p>
      )}
      {waitingRun === undefined || dryRun ? null : <EndsReview run={waitingRun} />}
      <Answer answer={answer}>
        {({ assessImpact }) => <Impact impact={assessImpact} shownAtFirst={3} />}
      </Answer>
      {answer.error === undefined ? null : (
        <label className="beside">
          <input
            type="checkbox"
            checked={isBlind}
            onChange={(event) => setBlind(event.target.checked)}
          />
          {dryRun ? 'Try it' : 'Run it'} without knowing what it would do
        </label>
      )}
      {dryRun ? null : (
        <label className="beside">
          <input
            type="checkbox"
            checked={isCareful}
            onChange={(event) => setCareful(event.target.checked)}
          />
          Only if its risk allows it; else it waits for a review
        </label>
      )}
    </Confirm>
  );
}
