// The rules of a database that say what is no drift.
import { useState } from 'react';

import { inDialog, useAction } from '../../../../client/use-action.ts';
import { graphql } from '../../../../graphql/gql.ts';
import { Confirm } from '../../../../parts/confirm.tsx';
import { Time } from '../../../../parts/time.tsx';
import type { SchemaDatabase } from './read-schema.ts';
import styles from './schema.module.css';

const unignoreMutation = graphql(`
  mutation DatabaseUnignoreDrift($id: ID!) {
    unignoreDrift(id: $id) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

type Ignore = SchemaDatabase['driftIgnores'][number];

export interface DriftIgnoresProps {
  readonly ignores: readonly Ignore[];
  readonly mayRemove: boolean;
  onChanged(): void;
}

/** The list; nothing where there are none. */
export function DriftIgnores({ ignores, mayRemove, onChanged }: DriftIgnoresProps) {
  const [asked, setAsked] = useState<Ignore>();
  const remove = useAction(unignoreMutation, 'The rule is removed.', inDialog);
  if (ignores.length === 0) return null;
  const send = async ({ id }: Ignore): Promise<void> => {
    if ((await remove.run({ id })) === undefined) return;
    setAsked(undefined);
    onChanged();
  };
  return (
    <section className="column" aria-labelledby="ignored-objects">
      <h3 id="ignored-objects">Ignored</h3>
      <ul className={styles.rules}>
        {ignores.map((ignore) => (
          <li key={ignore.id}>
            <span>
              <code>{ignore.objects}</code>{' '}
              <span className="soft">
                {ignore.reason}, {ignore.createdBy}, <Time at={ignore.createdAt} />
              </span>
            </span>
            {mayRemove ? (
              <button onClick={() => setAsked(ignore)}>Tell of it again …</button>
            ) : null}
          </li>
        ))}
      </ul>
      {asked === undefined ? null : (
        <Confirm
          title="Remove the rule"
          deed="Remove"
          isBusy={remove.isBusy}
          failure={remove.failure}
          onConfirm={() => void send(asked)}
          onCancel={() => setAsked(undefined)}
        >
          <p>
            What <code>{asked.objects}</code> names may be drift from now on.
          </p>
        </Confirm>
      )}
    </section>
  );
}
