// Makes a rule: changes of such objects are no drift.
import { useState } from 'react';

import { inDialog, useAction } from '../../../../client/use-action.ts';
import { graphql } from '../../../../graphql/gql.ts';
import { Confirm } from '../../../../parts/confirm.tsx';
import type { SchemaDatabase } from './read-schema.ts';

const ignoreMutation = graphql(`
  mutation DatabaseIgnoreDrift($database: ID!, $objects: String!, $reason: String!) {
    ignoreDrift(database: $database, objects: $objects, reason: $reason) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

export interface IgnoreDriftDialogProps {
  readonly database: SchemaDatabase;
  onDone(): void;
  onClose(): void;
}

/** Asks which objects, and why. */
export function IgnoreDriftDialog({ database, onDone, onClose }: IgnoreDriftDialogProps) {
  const { id, name, drift } = database;
  const offered =
    drift?.changes.slice(0, 50).map((change) => `${change.kind} ${change.name}`) ?? [];
  const [objects, setObjects] = useState(offered[0] ?? '');
  const [reason, setReason] = useState('');
  const ignore = useAction(
    ignoreMutation,
    `Changes of ${objects} are no drift any more.`,
    inDialog,
  );
  const send = async (): Promise<void> => {
    const result = await ignore.run({
      database: id,
      objects: objects.trim(),
      reason: reason.trim(),
    });
    if (result !== undefined) onDone();
  };
  return (
    <Confirm
      title={`Ignore changes of objects in ${name}`}
      deed="Ignore"
      isReady={objects.trim() !== '' && reason.trim() !== ''}
      isBusy={ignore.isBusy}
      failure={ignore.failure}
      onConfirm={() => void send()}
      onCancel={onClose}
    >
      <p>
        From now on, and where drift is open, what happens to these objects is no drift. The rule
        can be removed again.
      </p>
      <label>
        Objects: kind and name, * for any characters
        <input
          className="mono"
          list="drifted-objects"
          placeholder="TABLE public.tmp_*"
          value={objects}
          onChange={(event) => setObjects(event.target.value)}
        />
        <datalist id="drifted-objects">
          {offered.map((object) => (
            <option key={object} value={object} />
          ))}
        </datalist>
      </label>
      <label>
        Why
        <input value={reason} onChange={(event) => setReason(event.target.value)} />
      </label>
    </Confirm>
  );
}
