// What can be done with an endpoint: checked now by operators, and removed by admins where it was registered.
import { useState } from 'react';
import { useLocation } from 'wouter';

import { inDialog, useAction } from '../../client/use-action.ts';
import { graphql } from '../../graphql/gql.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { useMay } from '../../shell/viewer.ts';
import { describeFinding } from './describe-finding.ts';

const checkMutation = graphql(`
  mutation EndpointCheckNow($endpoint: ID!) {
    checkEndpointNow(endpoint: $endpoint) {
      __typename
      ... on EndpointCheckNow {
        recorded
        finding {
          ok
          degraded
          durationMs
          reason
          status
        }
      }
      ... on Error {
        message
      }
    }
  }
`);

const removeMutation = graphql(`
  mutation EndpointRemove($endpoint: ID!) {
    removeEndpoint(endpoint: $endpoint) {
      __typename
      ... on Endpoint {
        id
      }
      ... on Error {
        message
      }
    }
  }
`);

export interface ActionsProps {
  readonly id: string;
  readonly name: string;
  /** It was registered, so that it can be removed. */
  readonly isRegistered: boolean;
  onDone(): void;
}

/** The buttons, for those who may press them. */
export function Actions({ id, name, isRegistered, onDone }: ActionsProps) {
  const mayCheck = useMay('OPERATOR');
  const mayRemove = useMay('ADMIN');
  const [isRemoving, setRemoving] = useState(false);
  const [, navigate] = useLocation();
  const check = useAction(checkMutation, describeFinding);
  const remove = useAction(removeMutation, `${name} is not checked any more.`, inDialog);
  const runCheck = async (): Promise<void> => {
    if ((await check.run({ endpoint: id })) !== undefined) onDone();
  };
  const runRemove = async (): Promise<void> => {
    if ((await remove.run({ endpoint: id })) !== undefined) navigate('/endpoints');
  };
  return (
    <>
      {mayCheck ? (
        <button disabled={check.isBusy} onClick={() => void runCheck()}>
          {check.isBusy ? 'Checking' : 'Check now'}
        </button>
      ) : null}
      {mayRemove && isRegistered ? (
        <button className="danger" onClick={() => setRemoving(true)}>
          Remove …
        </button>
      ) : null}
      {isRemoving ? (
        <Confirm
          title={`Remove ${name}?`}
          deed="Remove"
          typed={name}
          isDangerous
          isBusy={remove.isBusy}
          failure={remove.failure}
          onConfirm={() => void runRemove()}
          onCancel={() => setRemoving(false)}
        >
          <p>
            It is not checked any more, and its settings are forgotten. What was measured is kept:
            it stays in the list of the retired ones.
          </p>
        </Confirm>
      ) : null}
    </>
  );
}
