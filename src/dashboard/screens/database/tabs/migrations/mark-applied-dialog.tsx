// Before a migration counts as applied without having been run: what that means, and the database's name
// must be typed.
import { inDialog, useAction } from '../../../../client/use-action.ts';
import { graphql } from '../../../../graphql/gql.ts';
import { Confirm } from '../../../../parts/confirm.tsx';
import type { Migration } from './read-migrations.ts';

const markMutation = graphql(`
  mutation DatabaseMarkApplied($database: ID!, $source: String!, $version: String!) {
    markMigrationApplied(database: $database, source: $source, version: $version) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

export interface MarkAppliedDialogProps {
  /** Global id of the database. */
  readonly id: string;
  readonly name: string;
  readonly source: string;
  readonly migration: Migration;
  onDone(): void;
  onClose(): void;
}

/** Asks whether to mark it. */
export function MarkAppliedDialog(props: MarkAppliedDialogProps) {
  const { id, name, source, migration, onDone, onClose } = props;
  const { version } = migration;
  const mark = useAction(markMutation, `${version} counts as applied.`, inDialog);
  const run = async (): Promise<void> => {
    if ((await mark.run({ database: id, source, version })) !== undefined) onDone();
  };
  return (
    <Confirm
      title={`Mark ${version} as applied on ${name}`}
      deed="Mark as applied"
      typed={name}
      isDangerous
      isBusy={mark.isBusy}
      failure={mark.failure}
      onConfirm={() => void run()}
      onCancel={onClose}
    >
      {migration.state === 'EDITED' ? (
        <p>
          {version} {migration.name} was changed after it had been applied. Its file is accepted as
          it is now; nothing is executed.
        </p>
      ) : (
        <p>
          {version} {migration.name} will not be executed: the history says that it is applied. Do
          this only when somebody has made its changes by hand.
        </p>
      )}
    </Confirm>
  );
}
