// Tells how to log in to a database that was found in a container. The password is sent once, never
// shown again, and kept nowhere here.
import { useState } from 'react';

import { inDialog, useAction } from '../../../client/use-action.ts';
import { graphql } from '../../../graphql/gql.ts';
import { CheckResult, type ShownCheck } from './check-result.tsx';
import { FormDialog } from './form-dialog.tsx';

const confirmMutation = graphql(`
  mutation DatabasesConfirmDiscovered($input: ConfirmDiscoveredDatabaseInput!) {
    confirmDiscoveredDatabase(input: $input) {
      __typename
      ... on DatabaseRegistration {
        dryRun
        health {
          state
          reason
          serverVersion
          latencyMs
          encrypted
        }
      }
      ... on Error {
        message
      }
    }
  }
`);

export interface Place {
  readonly host: string;
  readonly port: number;
}

export interface ConfirmDiscoveredDialogProps {
  readonly database: { readonly id: string; readonly name: string };
  readonly places: readonly Place[];
  onDone(): void;
  onClose(): void;
}

/** Asks for a login. */
export function ConfirmDiscoveredDialog(props: ConfirmDiscoveredDialogProps) {
  const { database, places, onDone, onClose } = props;
  const [place, setPlace] = useState(0);
  const [userName, setUserName] = useState('');
  const [password, setPassword] = useState('');
  const [databaseName, setDatabaseName] = useState('');
  const [environment, setEnvironment] = useState('');
  const [check, setCheck] = useState<ShownCheck | null>();
  const confirm = useAction(
    confirmMutation,
    ({ confirmDiscoveredDatabase: result }) =>
      result.__typename === 'DatabaseRegistration' && result.dryRun
        ? 'Tried; nothing was stored.'
        : `${database.name} is watched from now on.`,
    inDialog,
  );
  const send = async (dryRun: boolean): Promise<void> => {
    const { host, port } = places[place] ?? {};
    const result = await confirm.run({
      input: {
        database: database.id,
        dryRun,
        ...(environment.trim() === '' ? {} : { environment: environment.trim() }),
        credentials: {
          userName: userName.trim(),
          password,
          ...(databaseName.trim() === '' ? {} : { databaseName: databaseName.trim() }),
          ...(host === undefined || port === undefined ? {} : { place: { host, port } }),
        },
      },
    });
    if (result?.confirmDiscoveredDatabase.__typename !== 'DatabaseRegistration') return;
    setCheck(result.confirmDiscoveredDatabase.health);
    if (!dryRun) onDone();
  };
  return (
    <FormDialog
      title={`Watch ${database.name}`}
      deed="Confirm"
      isBusy={confirm.isBusy}
      failure={confirm.failure}
      onTry={() => void send(true)}
      onStore={() => void send(false)}
      onClose={onClose}
    >
      {places.length > 1 ? (
        <label>
          Where
          <select value={place} onChange={(event) => setPlace(Number(event.target.value))}>
            {places.map(({ host, port }, index) => (
              <option key={`${host}:${port}`} value={index}>
                {host}:{port}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      <label>
        Role
        <input
          required
          autoFocus
          value={userName}
          onChange={(event) => setUserName(event.target.value)}
        />
      </label>
      <label>
        Password
        <input
          required
          type="password"
          autoComplete="off"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </label>
      <label>
        Database on the server (optional; without it, the role&rsquo;s)
        <input value={databaseName} onChange={(event) => setDatabaseName(event.target.value)} />
      </label>
      <label>
        Environment (optional)
        <input value={environment} onChange={(event) => setEnvironment(event.target.value)} />
      </label>
      <CheckResult check={check} />
    </FormDialog>
  );
}
