// Where a database is declared, and how that is changed: in the file, or here when it was registered.
import { useState } from 'react';
import { Link, useLocation } from 'wouter';

import { inDialog, useAction } from '../../../../client/use-action.ts';
import { graphql } from '../../../../graphql/gql.ts';
import { Confirm } from '../../../../parts/confirm.tsx';
import { Facts } from '../../../../parts/facts.tsx';
import { Panel } from '../../../../parts/panel.tsx';
import { State, wordsOf } from '../../../../parts/state.tsx';
import { Time } from '../../../../parts/time.tsx';
import { useMay } from '../../../../shell/viewer.ts';
import type { AboutDatabase } from './read-about.ts';
import { ChangeDialog } from './change-dialog.tsx';

const unregisterMutation = graphql(`
  mutation DatabaseUnregister($database: ID!) {
    unregisterDatabase(database: $database) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

const declarations = {
  FILE: 'in hawkwatch.yaml, where it is changed',
  API: 'registered over the API',
} as const;

function describeLabels(labels: unknown): string | null {
  if (typeof labels !== 'object' || labels === null) return null;
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${String(value)}`);
  return pairs.length === 0 ? null : pairs.join(', ');
}

function Registered({ database, onChanged }: SettingsPanelProps) {
  const { id, name } = database;
  const [, navigate] = useLocation();
  const [asked, setAsked] = useState<'change' | 'unregister'>();
  const unregister = useAction(unregisterMutation, `${name} is not watched any more.`, inDialog);
  const close = (): void => setAsked(undefined);
  return (
    <>
      <button onClick={() => setAsked('change')}>Change …</button>
      <button className="danger" onClick={() => setAsked('unregister')}>
        Unregister …
      </button>
      {asked === 'change' ? (
        <ChangeDialog
          database={database}
          onDone={() => {
            close();
            onChanged();
          }}
          onClose={close}
        />
      ) : null}
      {asked === 'unregister' ? (
        <Confirm
          title={`Unregister ${name}`}
          deed="Unregister"
          typed={name}
          isDangerous
          isBusy={unregister.isBusy}
          failure={unregister.failure}
          onConfirm={() =>
            void unregister.run({ database: id }).then((done) => {
              if (done !== undefined) navigate('/databases');
            })
          }
          onCancel={close}
        >
          <p>
            It is not watched any more, and its URL is forgotten. Its history is kept; registered
            again under this name, it is the same database.
          </p>
        </Confirm>
      ) : null}
    </>
  );
}

export interface SettingsPanelProps {
  readonly database: AboutDatabase;
  onChanged(): void;
}

/** The panel. */
export function SettingsPanel({ database, onChanged }: SettingsPanelProps) {
  const mayChange = useMay('ADMIN');
  const { declaredBy, engine, environment, labels, container, discovery, schemaWatch } = database;
  const isDiscovered = declaredBy == null && discovery != null;
  return (
    <Panel
      title="Settings"
      aside={
        mayChange && declaredBy === 'API' ? (
          <Registered database={database} onChanged={onChanged} />
        ) : undefined
      }
    >
      <div className="column">
        <Facts
          facts={[
            {
              name: 'Declared',
              value:
                declaredBy == null
                  ? isDiscovered
                    ? 'found in a container, not confirmed yet'
                    : 'retired: not declared any more'
                  : declarations[declaredBy],
            },
            { name: 'Engine', value: wordsOf(engine) },
            { name: 'Environment', value: environment ?? 'none' },
            { name: 'Labels', value: describeLabels(labels) },
            {
              name: 'Container',
              value:
                container == null ? null : (
                  <Link href={`/containers/${encodeURIComponent(container.id)}`}>
                    {container.name} ({container.image}, {container.state})
                  </Link>
                ),
            },
            {
              name: 'Schema',
              value:
                schemaWatch == null ? (
                  'not watched'
                ) : (
                  <>
                    <State
                      state={schemaWatch.state}
                      tone={schemaWatch.state === 'READ' ? 'good' : 'warn'}
                    />{' '}
                    since <Time at={schemaWatch.since} />
                  </>
                ),
            },
            {
              name: 'Schema read',
              value:
                database.schemaCheckedAt == null ? null : <Time at={database.schemaCheckedAt} />,
            },
          ]}
        />
        {schemaWatch?.reason == null ? null : <p>{schemaWatch.reason}</p>}
        {discovery?.recognition == null ? null : (
          <p className="soft">
            Recognised as {discovery.recognition.product ?? wordsOf(engine)}
            {discovery.recognition.score == null
              ? ''
              : ` (${discovery.recognition.score} % sure)`}:{' '}
            {discovery.recognition.reasons.join('; ')}.{' '}
            {isDiscovered ? (
              <Link href="/databases">Confirm it in the list of databases.</Link>
            ) : null}
          </p>
        )}
      </div>
    </Panel>
  );
}
