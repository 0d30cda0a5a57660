// Changes a registered database. Its URL is asked for only to replace it: it is never shown.
import { useState } from 'react';

import { inDialog, useAction } from '../../../../client/use-action.ts';
import { graphql } from '../../../../graphql/gql.ts';
import { Confirm } from '../../../../parts/confirm.tsx';
import type { AboutDatabase } from './read-about.ts';

const updateMutation = graphql(`
  mutation DatabaseUpdate($input: UpdateDatabaseInput!) {
    updateDatabase(input: $input) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

export interface ChangeDialogProps {
  readonly database: AboutDatabase;
  onDone(): void;
  onClose(): void;
}

/** Asks what to change. */
export function ChangeDialog({ database, onDone, onClose }: ChangeDialogProps) {
  const { id, name } = database;
  const [environment, setEnvironment] = useState(database.environment ?? '');
  const [url, setUrl] = useState('');
  const update = useAction(updateMutation, `${name} is changed.`, inDialog);
  const send = async (): Promise<void> => {
    const trimmed = environment.trim();
    const result = await update.run({
      input: {
        database: id,
        environment: trimmed === '' ? null : trimmed,
        ...(url.trim() === '' ? {} : { url: url.trim() }),
      },
    });
    if (result !== undefined) onDone();
  };
  return (
    <Confirm
      title={`Change ${name}`}
      deed="Change"
      isBusy={update.isBusy}
      failure={update.failure}
      onConfirm={() => void send()}
      onCancel={onClose}
    >
      <label>
        Environment
        <input value={environment} onChange={(event) => setEnvironment(event.target.value)} />
      </label>
      <label>
        Another URL (empty: it stays as it is)
        <input
          type="password"
          autoComplete="off"
          value={url}
          onChange={(event) => setUrl(event.target.value)}
        />
      </label>
    </Confirm>
  );
}
