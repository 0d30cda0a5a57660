// What changed in a database's schema, newest first: what made each change, and how risky it was.
import { useCallback } from 'react';
import { Link } from 'wouter';

import { usePages } from '../../../../client/use-pages.ts';
import { graphql } from '../../../../graphql/gql.ts';
import type {
  DatabaseSchemaChangesQuery,
  SchemaChangeOrigin,
} from '../../../../graphql/graphql.ts';
import { DataTable, type Column } from '../../../../parts/data-table.tsx';
import { ChoiceField, FilterFields, TextField } from '../../../../parts/filter-fields.tsx';
import { Empty, Failure, Loading } from '../../../../parts/notes.tsx';
import { Panel } from '../../../../parts/panel.tsx';
import { Risk } from '../../../../parts/risk.tsx';
import { ChangeSign } from '../../../../parts/schema/change-sign.tsx';
import { State, type Tone } from '../../../../parts/state.tsx';
import { Time } from '../../../../parts/time.tsx';
import { useUrlValue } from '../../../../parts/url-state.ts';
import { describeWho } from './statement-list.tsx';

const changesQuery = graphql(`
  query DatabaseSchemaChanges(
    $database: ID!
    $first: Int
    $after: String
    $text: String
    $origins: [SchemaChangeOrigin!]
  ) {
    schemaChanges(
      first: $first
      after: $after
      filter: { databases: [$database], text: $text, origins: $origins }
    ) {
      totalCount
      edges {
        node {
          id
          change
          message
          risk
          detectedAt
          set {
            id
            origin
            run {
              id
            }
            migration {
              tool
              versions
            }
            statements {
              at
              tag
              user
              application
              client
            }
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

type Change = DatabaseSchemaChangesQuery['schemaChanges']['edges'][number]['node'];

const origins: Readonly<Record<SchemaChangeOrigin, { word: string; tone: Tone }>> = {
  MIGRATION: { word: 'a migration', tone: 'good' },
  FOREIGN_MIGRATION: { word: 'a migration of others', tone: 'good' },
  DRIFT: { word: 'by hand', tone: 'bad' },
  IGNORED: { word: 'by hand, ignored', tone: 'quiet' },
  UNDECIDED: { word: 'not known yet', tone: 'busy' },
};

const originWords = Object.fromEntries(
  Object.entries(origins).map(([origin, { word }]) => [origin, word]),
);

function isOrigin(text: string | undefined): text is SchemaChangeOrigin {
  return text !== undefined && Object.hasOwn(origins, text);
}

function Origin({ set: { origin, run, migration, statements } }: Change) {
  const { word, tone } = origins[origin];
  const badge = <State state={origin} tone={tone} label={word} />;
  if (run != null) return <Link href={`/runs/${encodeURIComponent(run.id)}`}>{badge}</Link>;
  if (migration != null) {
    return (
      <>
        {badge}{' '}
        <span className="soft small">
          {migration.tool} {migration.versions.join(', ')}
        </span>
      </>
    );
  }
  const [first] = statements;
  const who = first === undefined ? undefined : describeWho(first);
  return (
    <>
      {badge} {who === undefined ? null : <span className="soft small">{who}</span>}
    </>
  );
}

const columns: readonly Column<Change>[] = [
  {
    key: 'change',
    heading: 'Change',
    width: '5.25rem',
    cell: ({ change }) => <ChangeSign change={change} />,
  },
  {
    key: 'what',
    heading: 'What',
    width: 'minmax(6rem, 3fr)',
    cell: ({ message }) => <span title={message}>{message}</span>,
  },
  {
    key: 'origin',
    heading: 'Made by',
    width: 'minmax(8rem, 2fr)',
    isExtra: true,
    cell: (change) => <Origin {...change} />,
  },
  { key: 'risk', heading: 'Risk', width: '7.25rem', cell: ({ risk }) => <Risk level={risk} /> },
  {
    key: 'when',
    heading: 'Found',
    width: '8rem',
    isExtra: true,
    cell: ({ detectedAt }) => <Time at={detectedAt} />,
  },
];

const pageOf = (data: DatabaseSchemaChangesQuery): DatabaseSchemaChangesQuery['schemaChanges'] =>
  data.schemaChanges;
const keyOf = ({ id }: Change): string => id;

/** The panel. */
export function ChangesPanel({ id }: { id: string }) {
  const [chosen] = useUrlValue('origin');
  const [text = ''] = useUrlValue('change');
  const origin = isOrigin(chosen) ? chosen : undefined;
  const hasFilter = origin !== undefined || text.trim() !== '';
  const pages = usePages(
    changesQuery,
    {
      database: id,
      text: text.trim() === '' ? null : text.trim(),
      origins: origin === undefined ? null : [origin],
    },
    { pageOf, keyOf, staleAfter: ['schema.'] },
  );
  const { loadMore } = pages;
  const onEndNear = useCallback(() => loadMore(), [loadMore]);
  return (
    <Panel
      title="Changes"
      isFlush
      aside={
        pages.total === undefined ? undefined : (
          <span className="soft small">{pages.total} in all</span>
        )
      }
    >
      <FilterFields label="Changes">
        <TextField name="change" label="Find a change" />
        <ChoiceField name="origin" label="Made by" options={originWords} any="anything" />
      </FilterFields>
      {pages.error === undefined ? null : <Failure error={pages.error} onRetry={pages.refresh} />}
      {pages.isLoading && pages.rows.length === 0 ? (
        <Loading />
      ) : pages.rows.length === 0 ? (
        <Empty title={hasFilter ? 'No change is like that' : 'Nothing has changed yet'}>
          {hasFilter
            ? 'Search for something else, or choose another origin.'
            : 'Since hawkwatch has known this database, its schema has stayed as it was.'}
        </Empty>
      ) : (
        <DataTable
          label="Changes of the schema"
          rows={pages.rows}
          columns={columns}
          keyOf={keyOf}
          {...(pages.total === undefined ? {} : { total: pages.total })}
          onEndNear={onEndNear}
        />
      )}
    </Panel>
  );
}
