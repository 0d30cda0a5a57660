// Whether the schema can be read, when it was, and what is known of it; from here one compares it.
import { Link } from 'wouter';

import { Facts } from '../../../../parts/facts.tsx';
import { Empty } from '../../../../parts/notes.tsx';
import { Panel } from '../../../../parts/panel.tsx';
import { compareHref } from '../../../../parts/schema/reference.ts';
import { State, type Tone } from '../../../../parts/state.tsx';
import { Time } from '../../../../parts/time.tsx';
import { useMay } from '../../../../shell/viewer.ts';
import type { SchemaDatabase } from './read-schema.ts';
import styles from './schema.module.css';
import { TriggerPanel } from './trigger-panel.tsx';

type Watch = NonNullable<SchemaDatabase['schemaWatch']>;

const tones: Readonly<Record<Watch['state'], Tone>> = {
  READ: 'good',
  PARTIAL: 'warn',
  FAILING: 'bad',
};
const words: Readonly<Record<Watch['state'], string>> = {
  READ: 'read as a whole',
  PARTIAL: 'read in part',
  FAILING: 'cannot be read',
};

function Compare({ database }: { database: SchemaDatabase }) {
  const { name, drift, engine } = database;
  const here = { kind: 'current', database: name } as const;
  return (
    <>
      {drift == null ? null : (
        <Link className="button" href={compareHref({ kind: 'baseline', database: name }, here)}>
          Compare with what it should be
        </Link>
      )}
      {engine !== 'POSTGRESQL' ? null : (
        <Link className="button" href={compareHref(here, { kind: 'migrations' })}>
          Compare with its migrations
        </Link>
      )}
      <Link className="button" href={compareHref(here)}>
        Compare with another
      </Link>
    </>
  );
}

/** The panel. */
export function WatchPanel({ database }: { database: SchemaDatabase }) {
  const { id, name, engine, schemaWatch, schemaCheckedAt, schemaSnapshot } = database;
  const isAdmin = useMay('ADMIN');
  if (schemaWatch == null && schemaSnapshot == null) {
    return (
      <Panel title="Schema">
        <Empty title="Its schema was not read yet">
          It is read when the database is reached for the first time, unless its{' '}
          <code>schema.watch</code> is off. Its state stands above.
        </Empty>
      </Panel>
    );
  }
  return (
    <Panel
      title="Schema"
      aside={schemaSnapshot == null ? undefined : <Compare database={database} />}
    >
      <div className="column">
        <Facts
          facts={[
            {
              name: 'Reading',
              value:
                schemaWatch == null ? null : (
                  <State
                    state={schemaWatch.state}
                    tone={tones[schemaWatch.state]}
                    label={words[schemaWatch.state]}
                  />
                ),
              title: schemaWatch == null ? undefined : `since ${schemaWatch.since}`,
            },
            {
              name: 'Known to be so',
              value: schemaCheckedAt == null ? null : <Time at={schemaCheckedAt} />,
            },
            {
              name: 'Objects',
              value:
                schemaSnapshot == null ? null : (
                  <a href="#schema-objects">{schemaSnapshot.objectCount}</a>
                ),
            },
            {
              name: 'As it is since',
              value: schemaSnapshot == null ? null : <Time at={schemaSnapshot.takenAt} />,
            },
            {
              name: 'Fingerprint',
              value:
                schemaSnapshot == null ? null : <code>{schemaSnapshot.hash.slice(0, 12)}</code>,
              title: `${schemaSnapshot?.hash ?? ''}\nThe same schema has the same one everywhere.`,
            },
          ]}
        />
        {schemaWatch?.reason == null ? null : (
          <p>
            {schemaWatch.reason}
            {schemaSnapshot == null
              ? ' Its objects and changes are listed here once it was read; that is tried again by itself.'
              : null}
          </p>
        )}
        {(schemaSnapshot?.notes.length ?? 0) === 0 ? null : (
          <ul className={styles.notes} aria-label="What could not be read">
            {schemaSnapshot?.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        )}
        {isAdmin && engine === 'POSTGRESQL' && schemaWatch?.state !== 'FAILING' ? (
          <TriggerPanel id={id} name={name} />
        ) : null}
      </div>
    </Panel>
  );
}
