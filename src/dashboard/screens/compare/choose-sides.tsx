// Asks for the two sides of a comparison. A schema of the past is not chosen here: links lead to it.
import { useId, useState } from 'react';

import { useLiveQuery } from '../../client/use-live-query.ts';
import { graphql } from '../../graphql/gql.ts';
import type { SchemaSide } from '../../parts/schema/reference.ts';
import styles from './compare.module.css';

const namesQuery = graphql(`
  query CompareDatabaseNames {
    databases(first: 100) {
      edges {
        node {
          id
          name
        }
      }
    }
  }
`);

type Kind = SchemaSide['kind'];

const kindWords: Readonly<Record<Kind, string>> = {
  current: 'as it is now',
  baseline: 'as it should be (without drift)',
  snapshot: 'an earlier schema',
  migrations: 'what its migrations make',
};

interface SideChoice {
  readonly kind: Kind;
  readonly database: string;
  readonly snapshot: string;
}

function choiceOf(side: SchemaSide | undefined): SideChoice {
  return {
    kind: side?.kind ?? 'current',
    database: side !== undefined && 'database' in side ? side.database : '',
    snapshot: side?.kind === 'snapshot' ? side.id : '',
  };
}

function sideOf({ kind, database, snapshot }: SideChoice): SchemaSide | undefined {
  if (kind === 'migrations') return { kind };
  if (kind === 'snapshot') return { kind, id: snapshot };
  return database.trim() === '' ? undefined : { kind, database: database.trim() };
}

interface SideFieldsProps {
  readonly title: string;
  readonly choice: SideChoice;
  readonly kinds: readonly Kind[];
  readonly list: string;
  onChange(choice: SideChoice): void;
}

function SideFields({ title, choice, kinds, list, onChange }: SideFieldsProps) {
  const hasName = choice.kind === 'current' || choice.kind === 'baseline';
  return (
    <fieldset className={styles.side}>
      <legend>{title}</legend>
      {hasName ? (
        <label>
          Database
          <input
            required
            list={list}
            value={choice.database}
            spellCheck={false}
            onChange={(event) => onChange({ ...choice, database: event.target.value })}
          />
        </label>
      ) : null}
      <label>
        Which schema
        <select
          value={choice.kind}
          onChange={(event) => onChange({ ...choice, kind: event.target.value as Kind })}
        >
          {kinds.map((kind) => (
            <option key={kind} value={kind}>
              {kindWords[kind]}
            </option>
          ))}
        </select>
      </label>
    </fieldset>
  );
}

export interface ChooseSidesProps {
  readonly a: SchemaSide | undefined;
  readonly b: SchemaSide | undefined;
  onChoose(a: SchemaSide, b: SchemaSide): void;
}

/** The form. */
export function ChooseSides({ a, b, onChoose }: ChooseSidesProps) {
  const [first, setFirst] = useState(() => choiceOf(a));
  const [second, setSecond] = useState(() => choiceOf(b));
  const list = useId();
  const names = useLiveQuery(namesQuery, {}, { staleAfter: ['database.'], everyMs: 10_000 }).data;
  const kindsOf = (choice: SideChoice, more: readonly Kind[]): Kind[] => [
    'current',
    'baseline',
    ...(choice.snapshot === '' ? [] : (['snapshot'] as const)),
    ...more,
  ];
  const send = (from: SideChoice, to: SideChoice): void => {
    const sideA = sideOf(from);
    const sideB = sideOf(to);
    if (sideA !== undefined && sideB !== undefined) onChoose(sideA, sideB);
  };
  return (
    <form
      className={styles.choose}
      onSubmit={(event) => {
        event.preventDefault();
        send(first, second);
      }}
    >
      <SideFields
        title="From"
        choice={first}
        kinds={kindsOf(first, [])}
        list={list}
        onChange={setFirst}
      />
      <SideFields
        title="To"
        choice={second}
        kinds={kindsOf(second, ['migrations'])}
        list={list}
        onChange={setSecond}
      />
      <datalist id={list}>
        {names?.databases.edges.map(({ node }) => (
          <option key={node.id} value={node.name} />
        ))}
      </datalist>
      <div className="row">
        <button className="primary">Compare</button>
        {second.kind === 'migrations' ? null : (
          <button type="button" onClick={() => send(second, first)}>
            Swap
          </button>
        )}
      </div>
    </form>
  );
}
