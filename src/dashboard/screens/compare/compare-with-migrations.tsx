// A database beside what its migration files make of an empty one. That takes a scratch database and some
// time, so it is only done when somebody asks for it.
import { useState } from 'react';
import { Link } from 'wouter';

import { useAction, type ActionOptions } from '../../client/use-action.ts';
import { graphql } from '../../graphql/gql.ts';
import type { CompareWithMigrationsMutation } from '../../graphql/graphql.ts';
import { Empty, Failure, Loading } from '../../parts/notes.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Risk } from '../../parts/risk.tsx';
import { useMay } from '../../shell/viewer.ts';
import styles from './compare.module.css';
import { Renames } from './renames.tsx';
import { SideBySide } from './side-by-side.tsx';

const compareMutation = graphql(`
  mutation CompareWithMigrations($database: ID!) {
    compareWithMigrations(database: $database) {
      __typename
      ... on Error {
        message
      }
      ... on MigrationComparison {
        equal
        changeCount
        risk
        sources
        notes
        database {
          id
          name
        }
        failed {
          source
          version
          file
          message
        }
        renames {
          kind
          from
          to
          probability
          basis
        }
        changes(limit: 100) {
          kind
          name
          parent
          change
          message
          risk
          attributes {
            name
            from
            to
          }
          breaks {
            object
            reason
          }
        }
      }
    }
  }
`);

// How long the files may take on the scratch server is the service's setting; it says so when that is over.
const asLongAsItTakes: ActionOptions = { withinMs: Number.POSITIVE_INFINITY };

type Result = CompareWithMigrationsMutation['compareWithMigrations'];
type Comparison = Extract<Result, { __typename: 'MigrationComparison' }>;

function Compared({ comparison }: { comparison: Comparison }) {
  const { equal, changeCount, risk, sources, notes, failed, renames, changes, database } =
    comparison;
  const files = `migrations of ${sources.join(', ')}`;
  return (
    <Panel
      title={
        failed != null
          ? 'The migrations do not run on an empty database'
          : equal
            ? 'No difference'
            : `${changeCount} ${changeCount === 1 ? 'difference' : 'differences'}`
      }
      aside={equal || failed != null ? undefined : <Risk level={risk} />}
      isFlush
    >
      {notes.length === 0 ? null : (
        <ul className={styles.renames} aria-label="Notes">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {failed == null ? null : (
        <Failure
          error={`${failed.source} ${failed.version} (${failed.file}) failed: ${failed.message}`}
        />
      )}
      {failed != null ? null : equal ? (
        <Empty title={`${database.name} has what its migrations make`} />
      ) : (
        <>
          <Renames renames={renames} />
          <SideBySide
            leftName={files}
            rightName={database.name}
            left={files}
            right={
              <Link href={`/databases/${encodeURIComponent(database.id)}/schema`}>
                {database.name}
              </Link>
            }
            differences={changes}
          />
          {changes.length < changeCount ? (
            <p className={`soft ${styles.more}`}>
              The first {changes.length} of {changeCount} are shown.
            </p>
          ) : null}
        </>
      )}
    </Panel>
  );
}

/** The comparison, once it was asked for. */
export function CompareWithMigrations({ database }: { database: string }) {
  const isOperator = useMay('OPERATOR');
  const [comparison, setComparison] = useState<Comparison>();
  const compare = useAction(compareMutation, undefined, asLongAsItTakes);
  const send = async (): Promise<void> => {
    const answer = (await compare.run({ database }))?.compareWithMigrations;
    if (answer?.__typename === 'MigrationComparison') setComparison(answer);
  };
  if (!isOperator) {
    return (
      <Empty title="An operator can compare a database with its migrations">
        It makes a scratch database for it.
      </Empty>
    );
  }
  return (
    <>
      {compare.isBusy ? (
        <Loading what="The migrations run on an empty database. This may take minutes" />
      ) : (
        <Empty
          title={
            comparison === undefined ? 'Not compared yet' : 'The files or the database may change'
          }
        >
          <div className="column">
            <span>
              The migration files of {database} are run on a scratch database, which is dropped
              again. Nothing is changed in {database}.
            </span>
            <span>
              <button className="primary" onClick={() => void send()}>
                {comparison === undefined ? 'Compare now' : 'Compare again'}
              </button>
            </span>
          </div>
        </Empty>
      )}
      {comparison === undefined ? null : <Compared comparison={comparison} />}
    </>
  );
}
