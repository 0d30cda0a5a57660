// Before migrations are rolled back: what would be undone and what would be gone is shown first, and the
// name of the database must be typed. An emergency goes ahead of the queue and needs a reason.
import { useState } from 'react';

import { inDialog, useAction } from '../../../../client/use-action.ts';
import { useLiveQuery } from '../../../../client/use-live-query.ts';
import { graphql } from '../../../../graphql/gql.ts';
import { Confirm } from '../../../../parts/confirm.tsx';
import { Impact } from '../../../../parts/impact/impact.tsx';
import { Answer, Loading } from '../../../../parts/notes.tsx';

const previewQuery = graphql(`
  query DatabaseRollbackPreview($database: ID!, $source: String!, $toVersion: String!) {
    previewRollback(database: $database, source: $source, toVersion: $toVersion) {
      toVersion
      migrations {
        version
        name
        file
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
    $clientMutationId: String
  ) {
    rollbackMigration(
      database: $database
      source: $source
      toVersion: $toVersion
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
  /** Versions that it can stop at, the nearest first; at least one. */
  readonly targets: readonly string[];
  /** The one that is proposed. */
  readonly toVersion: string;
  onStarted(runId: string): void;
  onClose(): void;
}

/** Asks whether to roll back. */
export function RollbackDialog(props: RollbackDialogProps) {
  const { id: database, name, source, targets, onStarted, onClose } = props;
  const [toVersion, setToVersion] = useState(props.toVersion);
  const [isEmergency, setEmergency] = useState(false);
  const [reason, setReason] = useState('');
  const [clientMutationId] = useState(() => crypto.randomUUID());
  const answer = useLiveQuery(previewQuery, { database, source, toVersion });
  const rollback = useAction(rollbackMutation, undefined, inDialog);
  const emergency = useAction(emergencyMutation, undefined, inDialog);
  // While another version is asked for, the answer is still the one before.
  const isKnown =
    answer.error === undefined && answer.data?.previewRollback.toVersion === toVersion;
  const run = async (): Promise<void> => {
    const result = isEmergency
      ? (await emergency.run({ input: { database, source, toVersion, reason: reason.trim() } }))
          ?.emergencyRollback
      : (await rollback.run({ database, source, toVersion, clientMutationId }))?.rollbackMigration;
    if (result?.__typename === 'MigrationRun') onStarted(result.id);
  };
  return (
    <Confirm
      title={`Roll back migrations of ${name}`}
      deed="Roll back"
      typed={name}
      isDangerous
      isBusy={rollback.isBusy || emergency.isBusy}
      failure={(isEmergency ? emergency : rollback).failure}
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
                      <span className="soft small">
                        {file}, {statements} {statements === 1 ? 'statement' : 'statements'}
                      </span>
                    </li>
                  ))}
                </ol>
              </div>
              {impact == null ? (
                <p className="soft">What that would do could not be assessed.</p>
              ) : (
                <Impact impact={impact} shownAtFirst={3} />
              )}
            </>
          ) : answer.error === undefined ? (
            <Loading />
          ) : null
        }
      </Answer>
      <label className="beside">
        <input
          type="checkbox"
          checked={isEmergency}
          onChange={(event) => setEmergency(event.target.checked)}
        />
        Emergency: ahead of all that waits, and verified afterwards
      </label>
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
