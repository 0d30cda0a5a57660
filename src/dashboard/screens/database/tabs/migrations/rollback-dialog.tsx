// Before migrations are rolled back: what would be undone and what would be gone is shown first, and the
// name of the database must be typed. An emergency goes ahead of the queue and needs a reason.
import { useMemo, useState } from 'react';

import { inDialog, useAction } from '../../../../client/use-action.ts';
import { useLiveQuery } from '../../../../client/use-live-query.ts';
import { graphql } from '../../../../graphql/gql.ts';
import { Confirm } from '../../../../parts/confirm.tsx';
import { expectedOf, planChanged, useChanges } from '../../../../parts/expected.ts';
import { Impact } from '../../../../parts/impact/impact.tsx';
import { Answer, Loading } from '../../../../parts/notes.tsx';
import { useOnceKeys } from '../../../../parts/once-key.ts';
import { concernsDatabase } from '../../../../parts/concerns-database.ts';
import { EndsReview } from '../../../../parts/run-actions/ends-review.tsx';

const previewQuery = graphql(`
  query DatabaseRollbackPreview($database: ID!, $source: String!, $toVersion: String!) {
    previewRollback(database: $database, source: $source, toVersion: $toVersion) {
      toVersion
      migrations {
        version
        name
        file
        checksum
        statements
      }
      impact {
        ...ShownImpact
      }
    }
  }
`);

const rollbackMutation = graphql(`
  mutation DatabaseRollback(
    $database: ID!
    $source: String!
    $toVersion: String!
    $expected: [ExpectedMigrationInput!]
    $clientMutationId: String
  ) {
    rollbackMigration(
      database: $database
      source: $source
      toVersion: $toVersion
      expected: $expected
      clientMutationId: $clientMutationId
    ) {
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

const emergencyMutation = graphql(`
  mutation DatabaseEmergencyRollback($input: EmergencyRollbackInput!) {
    emergencyRollback(input: $input) {
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

export interface RollbackDialogProps {
  /** Global id of the database. */
  readonly id: string;
  readonly name: string;
  readonly source: string;
  /** True: hawkwatch executes its files; false: a tool's own command does it. */
  readonly isOwn: boolean;
  /** The run of this source that waits for its review. */
  readonly waitingRun: string | undefined;
  /** Versions that it can stop at, the nearest first; at least one. */
  readonly targets: readonly string[];
  /** The one that is proposed. */
  readonly toVersion: string;
  onStarted(runId: string): void;
  onClose(): void;
}

/** Asks whether to roll back. */
export function RollbackDialog(props: RollbackDialogProps) {
  const { id: database, name, source, isOwn, waitingRun, targets, onStarted, onClose } = props;
  const [toVersion, setToVersion] = useState(props.toVersion);
  const [isEmergency, setEmergency] = useState(false);
  const [reason, setReason] = useState('');
  const keyOf = useOnceKeys();
  const concerns = useMemo(() => concernsDatabase(name), [name]);
  const answer = useLiveQuery(
    previewQuery,
    { database, source, toVersion },
    { staleAfter: planChanged, concerns },
  );
  const rollback = useAction(rollbackMutation, undefined, inDialog);
  const emergency = useAction(emergencyMutation, undefined, inDialog);
  // While another version is asked for, the answer is still the one before.
  const isKnown =
    answer.error === undefined && answer.data?.previewRollback.toVersion === toVersion;
  const steps = isKnown ? answer.data?.previewRollback.migrations : undefined;
  const expected = useMemo(() => steps && expectedOf(steps), [steps]);
  const changes = useChanges(toVersion, expected);
  const run = async (): Promise<void> => {
    if (expected === undefined) return;
    const asked = { database, source, toVersion, expected };
    const urgent = { ...asked, reason: reason.trim() };
    const result = isEmergency
      ? (await emergency.run({ input: { ...urgent, clientMutationId: keyOf(urgent) } }))
          ?.emergencyRollback
      : (await rollback.run({ ...asked, clientMutationId: keyOf(asked) }))?.rollbackMigration;
    if (result?.__typename === 'MigrationRun') onStarted(result.id);
    else answer.refresh();
  };
  // What is not known of one way must be known to whoever takes the other.
  const failure = isEmergency
    ? (emergency.failure ?? rollback.failure)
    : (rollback.failure ?? emergency.failure);
  return (
    <Confirm
      changes={changes}
      title={`Roll back migrations of ${name}`}
      deed="Roll back"
      typed={name}
      isDangerous
      isBusy={rollback.isBusy || emergency.isBusy}
      failure={failure}
      isReady={isKnown && (!isEmergency || reason.trim() !== '')}
      onConfirm={() => void run()}
      onCancel={onClose}
    >
      <label>
        The version that stays
        <select value={toVersion} onChange={(event) => setToVersion(event.target.value)}>
          {targets.map((version) => (
            <option key={version} value={version}>
              {version === '0' ? 'none: before the first migration' : version}
            </option>
          ))}
        </select>
      </label>
      {changes === 0 ? null : (
        <p role="alert">
          <strong>What would be undone has changed since you asked. Look again.</strong>
        </p>
      )}
      {waitingRun === undefined ? null : <EndsReview run={waitingRun} />}
      <Answer answer={answer}>
        {({ previewRollback: { migrations, impact } }) =>
          isKnown ? (
            <>
              <div>
                <strong aria-hidden="true">Undone, in this order:</strong>
                <ol aria-label="Undone, in this order">
                  {migrations.map(({ version, name: title, file, statements }) => (
                    <li key={version}>
                      {version} {title}{' '}
                      {file === '' ? null : (
                        <span className="soft small">
                          {file}, {statements} {statements === 1 ? 'statement' : 'statements'}
                        </span>
                      )}
                    </li>
                  ))}
                </ol>
              </div>
              {impact == null ? (
                <p className="soft">
                  {isOwn
                    ? 'What that would do could not be assessed.'
                    : 'The tool’s own command does it; what that would do cannot be told before.'}
                </p>
              ) : (
                <Impact impact={impact} shownAtFirst={3} />
              )}
            </>
          ) : answer.error === undefined ? (
            <Loading />
          ) : null
        }
      </Answer>
      {isOwn ? (
        <label className="beside">
          <input
            type="checkbox"
            checked={isEmergency}
            onChange={(event) => setEmergency(event.target.checked)}
          />
          Emergency: ahead of all that waits, and verified afterwards
        </label>
      ) : null}
      {isEmergency ? (
        <label>
          Why
          <input
            required
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
      ) : null}
    </Confirm>
  );
}
