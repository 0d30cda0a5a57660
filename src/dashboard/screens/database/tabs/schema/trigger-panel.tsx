// The schema trigger of a PostgreSQL database: what it is for, whether it is installed, and to install or
// remove it, with the statements shown before. For admins.
import { useState } from 'react';

import { inDialog, useAction } from '../../../../client/use-action.ts';
import { useLiveQuery } from '../../../../client/use-live-query.ts';
import { graphql } from '../../../../graphql/gql.ts';
import { Confirm } from '../../../../parts/confirm.tsx';
import { Failure } from '../../../../parts/notes.tsx';
import { State, wordsOf, type Tone } from '../../../../parts/state.tsx';
import styles from './schema.module.css';

const triggerQuery = graphql(`
  query DatabaseSchemaTrigger($database: ID!) {
    schemaTrigger(database: $database) {
      state
      reason
      refusal
      mayInstall
      installSql
      removeSql
    }
  }
`);

const installMutation = graphql(`
  mutation DatabaseInstallSchemaTrigger($database: ID!) {
    installSchemaTrigger(database: $database) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

const removeMutation = graphql(`
  mutation DatabaseRemoveSchemaTrigger($database: ID!) {
    removeSchemaTrigger(database: $database) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

const tones: Readonly<Record<string, Tone>> = { INSTALLED: 'good', ABSENT: 'quiet' };
const words: Readonly<Record<string, string>> = { ABSENT: 'not installed' };

/** The trigger. */
export function TriggerPanel({ id, name }: { id: string; name: string }) {
  const [asked, setAsked] = useState<'install' | 'remove'>();
  const { data, error, refresh } = useLiveQuery(triggerQuery, { database: id });
  const install = useAction(
    installMutation,
    `The schema trigger is installed in ${name}.`,
    inDialog,
  );
  const remove = useAction(removeMutation, `The schema trigger of ${name} is removed.`, inDialog);
  if (error !== undefined) return <Failure error={error} onRetry={refresh} />;
  if (data === undefined) return null;
  const { state, reason, refusal, mayInstall, installSql, removeSql } = data.schemaTrigger;
  const act = async (): Promise<void> => {
    const done = await (asked === 'remove' ? remove : install).run({ database: id });
    if (done === undefined) return;
    setAsked(undefined);
    refresh();
  };
  const isInstalled = state === 'INSTALLED';
  return (
    <section className={styles.trigger} aria-labelledby="schema-trigger">
      <div className="row spread">
        <div className="row">
          <h3 id="schema-trigger">Schema trigger</h3>
          <State
            state={state}
            tone={tones[state] ?? 'warn'}
            label={words[state] ?? wordsOf(state)}
          />
        </div>
        <div className="row">
          {isInstalled || !mayInstall ? null : (
            <button onClick={() => setAsked('install')}>
              {state === 'ABSENT' ? 'Install …' : 'Install anew …'}
            </button>
          )}
          {state === 'ABSENT' ? null : (
            <button className="danger" onClick={() => setAsked('remove')}>
              Remove …
            </button>
          )}
        </div>
      </div>
      <p className="soft small">
        {isInstalled
          ? 'Changes are noticed at once, with who made them and by which statement.'
          : 'With it changes are noticed at once, with who made them and by which statement. It never makes a statement fail or wait.'}
        {isInstalled || state === 'ABSENT' || reason == null ? null : ` Now: ${reason}.`}
        {isInstalled || refusal == null ? null : ` It cannot be installed from here: ${refusal}.`}
      </p>
      {asked === undefined ? null : (
        <Confirm
          title={
            asked === 'install'
              ? `Install the schema trigger in ${name}`
              : `Remove the schema trigger from ${name}`
          }
          deed={asked === 'install' ? 'Install' : 'Remove'}
          typed={name}
          isDangerous={asked === 'remove'}
          isBusy={install.isBusy || remove.isBusy}
          failure={(asked === 'remove' ? remove : install).failure}
          onConfirm={() => void act()}
          onCancel={() => setAsked(undefined)}
        >
          <p>
            {asked === 'install'
              ? 'These statements are run in one transaction. It takes no lock that others wait for.'
              : 'These statements are run. The log of changes in the database goes with it; what hawkwatch has read stays.'}
          </p>
          <pre tabIndex={0}>{(asked === 'install' ? installSql : removeSql).join(';\n')};</pre>
        </Confirm>
      )}
    </section>
  );
}
