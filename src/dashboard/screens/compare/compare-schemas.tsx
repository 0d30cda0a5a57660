// Two schemas that hawkwatch has read, side by side; kept up to date while one looks.
import { useCallback, useMemo } from 'react';
import { Link } from 'wouter';

import { useLiveQuery } from '../../client/use-live-query.ts';
import { usePages } from '../../client/use-pages.ts';
import { graphql } from '../../graphql/gql.ts';
import type {
  CompareChangesQuery,
  CompareSchemasQuery,
  SchemaReference,
} from '../../graphql/graphql.ts';
import { Answer, Empty, Failure, Loading } from '../../parts/notes.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Risk } from '../../parts/risk.tsx';
import { referenceOf, type SchemaSide } from '../../parts/schema/reference.ts';
import { Time } from '../../parts/time.tsx';
import { Renames } from './renames.tsx';
import { SideBySide, type Difference } from './side-by-side.tsx';

const compareQuery = graphql(`
  query CompareSchemas($a: SchemaReference!, $b: SchemaReference!) {
    compareSchemas(a: $a, b: $b) {
      same
      changeCount
      risk
      renames {
        kind
        from
        to
        probability
        basis
      }
      a {
        id
        takenAt
        objectCount
        isCurrent
        isBaseline
        database {
          id
          name
        }
      }
      b {
        id
        takenAt
        objectCount
        isCurrent
        isBaseline
        database {
          id
          name
        }
      }
    }
  }
`);

const changesQuery = graphql(`
  query CompareChanges($a: SchemaReference!, $b: SchemaReference!, $first: Int, $after: String) {
    compareSchemas(a: $a, b: $b) {
      changes(first: $first, after: $after) {
        edges {
          node {
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
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

type Snapshot = CompareSchemasQuery['compareSchemas']['a'];
type Changes = CompareChangesQuery['compareSchemas']['changes'];

const pageOf = ({ compareSchemas }: CompareChangesQuery): Changes => compareSchemas.changes;
const keyOf = ({ kind, name, change }: Difference): string => `${change} ${kind} ${name}`;
const staleAfter = ['schema.', 'drift.'];

function nameOf(side: SchemaSide, { database, isCurrent }: Snapshot, other: Snapshot): string {
  if (side.kind === 'baseline') return `${database.name}, as it should be`;
  if (database.name !== other.database.name) return database.name;
  return isCurrent ? `${database.name} now` : `${database.name} before`;
}

function SideHead({ snapshot, name }: { snapshot: Snapshot; name: string }) {
  const { database, takenAt, objectCount } = snapshot;
  return (
    <>
      <Link href={`/databases/${encodeURIComponent(database.id)}/schema`}>{name}</Link>
      <span className="soft small">
        {objectCount} objects, so since <Time at={takenAt} />
      </span>
    </>
  );
}

/** The comparison. */
export function CompareSchemas({ a, b }: { a: SchemaSide; b: SchemaSide }) {
  const variables = useMemo(
    () => ({
      a: referenceOf(a) as SchemaReference,
      b: referenceOf(b) as SchemaReference,
    }),
    [a, b],
  );
  const answer = useLiveQuery(compareQuery, variables, { staleAfter, everyMs: 5_000 });
  const pages = usePages(changesQuery, variables, { pageOf, keyOf, staleAfter, everyMs: 5_000 });
  const { loadMore } = pages;
  const more = useCallback(() => loadMore(), [loadMore]);
  return (
    <Answer answer={answer}>
      {({ compareSchemas: { same, changeCount, risk, renames, a: left, b: right } }) => {
        const leftName = nameOf(a, left, right);
        const rightName = nameOf(b, right, left);
        return (
          <Panel
            title={
              same
                ? 'No difference'
                : `${changeCount} ${changeCount === 1 ? 'difference' : 'differences'}`
            }
            aside={
              same ? undefined : (
                <span className="row" title="How risky it is to make the first like the second">
                  <span className="soft small">to get from the first to the second:</span>
                  <Risk level={risk} />
                </span>
              )
            }
            isFlush
          >
            {same ? (
              <Empty title={`${leftName} and ${rightName} have the same schema`}>
                All {left.objectCount} objects are alike.
              </Empty>
            ) : pages.error !== undefined ? (
              <Failure error={pages.error} onRetry={pages.refresh} />
            ) : pages.rows.length === 0 ? (
              <Loading what="Reading the differences" />
            ) : (
              <>
                <Renames renames={renames} />
                <SideBySide
                  leftName={leftName}
                  rightName={rightName}
                  left={<SideHead snapshot={left} name={leftName} />}
                  right={<SideHead snapshot={right} name={rightName} />}
                  differences={pages.rows}
                  {...(pages.hasMore ? { onMore: more } : {})}
                />
              </>
            )}
          </Panel>
        );
      }}
    </Answer>
  );
}
