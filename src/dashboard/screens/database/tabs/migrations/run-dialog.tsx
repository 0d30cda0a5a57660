// Before migrations are run, or tried: what they would do is shown first, and to run them the name of the
// database must be typed.
import { useState } from 'react';

import { inDialog, useAction } from '../../../../client/use-action.ts';
import { graphql } from '../../../../graphql/gql.ts';
import { Confirm } from '../../../../parts/confirm.tsx';
import { Impact } from '../../../../parts/impact/impact.tsx';
import { Answer } from '../../../../parts/notes.tsx';
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
  onStarted(runId: string): void;
  onClose(): void;
}

const grave = new Set(['HIGH', 'CRITICAL', 'UNKNOWN']);

/** Asks whether to run. */
export function RunDialog(props: RunDialogProps) {
  const { id, name, source, toVersion, dryRun, onStarted, onClose } = props;
  const [isCareful, setCareful] = useState(false);
  // One key for this dialog: pressed twice, it is one run.
  const [clientMutationId] = useState(() => crypto.randomUUID());
  const answer = useImpact({ database: id, name, source, toVersion });
  const trigger = useAction(triggerMutation, undefined, inDialog);
  const impact = answer.data?.assessImpact;
  const count = impact?.files.length ?? 0;
  const run = async (): Promise<void> => {
    const result = await trigger.run({
      input: {
        database: id,
        source,
        dryRun,
        autoApply: isCareful,
        clientMutationId,
        ...(toVersion === undefined ? {} : { toVersion }),
      },
    });
    if (result?.triggerMigration.__typename === 'MigrationRun')
      onStarted(result.triggerMigration.id);
  };
  const upTo = toVersion === undefined ? 'all pending migrations' : `migrations up to ${toVersion}`;
  return (
    <Confirm
      title={dryRun ? `Dry run on ${name}` : `Run migrations on ${name}`}
      deed={dryRun ? 'Dry run' : 'Run'}
      {...(dryRun ? {} : { typed: name })}
      isDangerous={!dryRun && impact !== undefined && grave.has(impact.risk)}
      isBusy={trigger.isBusy}
      failure={trigger.failure}
      isReady={!answer.isLoading}
      onConfirm={() => void run()}
      onCancel={onClose}
    >
      <p>
        {dryRun
          ? `Executes ${upTo} of ${source} as far as they can be undone, undoes them, and reports. Locks are taken meanwhile.`
          : `Runs ${upTo} of ${source}${count > 0 ? ` (${count})` : ''}.`}
      </p>
      <Answer answer={answer}>
        {({ assessImpact }) => <Impact impact={assessImpact} shownAtFirst={3} />}
      </Answer>
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
