// Registers a database by its URL. The URL holds a password: it is sent once, never shown again, and kept
// nowhere here.
import { useState } from 'react';

import { inDialog, useAction } from '../../../client/use-action.ts';
import { graphql } from '../../../graphql/gql.ts';
import { CheckResult, type ShownCheck } from './check-result.tsx';
import { FormDialog } from './form-dialog.tsx';

const registerMutation = graphql(`
  mutation DatabasesRegister($input: RegisterDatabaseInput!) {
    registerDatabase(input: $input) {
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

export interface RegisterDialogProps {
  onDone(): void;
  onClose(): void;
}

/** Asks for a database. */
export function RegisterDialog({ onDone, onClose }: RegisterDialogProps) {
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const [environment, setEnvironment] = useState('');
  const [check, setCheck] = useState<ShownCheck | null>();
  const register = useAction(
    registerMutation,
    ({ registerDatabase: result }) =>
      result.__typename === 'DatabaseRegistration' && result.dryRun
        ? 'Tried; nothing was stored.'
        : `${name} is registered and watched from now on.`,
    inDialog,
  );
  const send = async (dryRun: boolean): Promise<void> => {
    const trimmed = environment.trim();
    const input = { name: name.trim(), url: url.trim(), dryRun };
    const result = await register.run({
      input: trimmed === '' ? input : { ...input, environment: trimmed },
    });
    if (result?.registerDatabase.__typename !== 'DatabaseRegistration') return;
    setCheck(result.registerDatabase.health);
    if (!dryRun) onDone();
  };
  return (
    <FormDialog
      title="Register a database"
      deed="Register"
      isBusy={register.isBusy}
      failure={register.failure}
      onTry={() => void send(true)}
      onStore={() => void send(false)}
      onClose={onClose}
    >
      <p className="soft small">
        It is watched from then on: health, schema, resources. To run its migrations too, declare it
        in <code>hawkwatch.yaml</code> instead.
      </p>
      <label>
        Name
        <input
          required
          autoFocus
          pattern="[a-z0-9_\-]{1,63}"
          title="Lower-case letters, digits, _ and -"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <label>
        URL: postgres://user:password@host/database, or sqlite: or duckdb: with a path
        <input
          required
          type="password"
          autoComplete="off"
          value={url}
          onChange={(event) => setUrl(event.target.value)}
        />
      </label>
      <label>
        Environment (optional)
        <input
          placeholder="production"
          value={environment}
          onChange={(event) => setEnvironment(event.target.value)}
        />
      </label>
      <CheckResult check={check} />
    </FormDialog>
  );
}
