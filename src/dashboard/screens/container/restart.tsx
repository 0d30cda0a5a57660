// Restarts the container, after its name was typed. Only admins see the button; the service refuses where
// its operator has not allowed it.
import { useState } from 'react';

import { inDialog, useAction } from '../../client/use-action.ts';
import { graphql } from '../../graphql/gql.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { useMay } from '../../shell/viewer.ts';

const restartMutation = graphql(`
  mutation ContainerRestart($id: ID!) {
    restartContainer(id: $id) {
      __typename
      ... on Container {
        id
      }
      ... on Error {
        message
      }
    }
  }
`);

export interface RestartProps {
  readonly id: string;
  readonly name: string;
  /** Name of the database that is in it. */
  readonly databaseName: string | undefined;
  readonly host: string;
  onDone(): void;
}

/** The button, for those who may press it. */
export function Restart({ id, name, databaseName, host, onDone }: RestartProps) {
  const may = useMay('ADMIN');
  const [isAsking, setAsking] = useState(false);
  const restart = useAction(restartMutation, `${name} was restarted.`, inDialog);
  if (!may) return null;
  const run = async (): Promise<void> => {
    if ((await restart.run({ id })) === undefined) return;
    setAsking(false);
    onDone();
  };
  return (
    <>
      <button className="danger" onClick={() => setAsking(true)}>
        Restart …
      </button>
      {isAsking ? (
        <Confirm
          title={`Restart ${name}?`}
          deed="Restart"
          typed={name}
          isDangerous
          isBusy={restart.isBusy}
          failure={restart.failure}
          onConfirm={() => void run()}
          onCancel={() => setAsking(false)}
        >
          <p>
            The daemon on {host} stops it as it always does, and starts it again. It does not answer
            meanwhile.
          </p>
          {databaseName === undefined ? null : (
            <p>
              <strong>The database {databaseName} is in it</strong>: its connections end, and what
              is not committed is lost.
            </p>
          )}
        </Confirm>
      ) : null}
    </>
  );
}
