// Who did what: every mutation with its outcome, the newest first. For admins.
import { useMemo } from 'react';
import { Link } from 'wouter';

import { usePages } from '../../../client/use-pages.ts';
import { graphql } from '../../../graphql/gql.ts';
import type { SettingsAuditQuery } from '../../../graphql/graphql.ts';
import { DataTable, type Column } from '../../../parts/data-table.tsx';
import { Facts } from '../../../parts/facts.tsx';
import { Empty, Failure, Loading } from '../../../parts/notes.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { State } from '../../../parts/state.tsx';
import { Time } from '../../../parts/time.tsx';
import { useUrlValue } from '../../../parts/url-state.ts';
import { useOpenHref } from '../open-href.ts';
import { DetailsDialog } from '../forms/details-dialog.tsx';

const auditQuery = graphql(`
  query SettingsAudit($first: Int!, $after: String) {
    auditLog(first: $first, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          at
          actor
          action
          subject
          result
          origin
          detail
        }
      }
    }
  }
`);

type Entry = SettingsAuditQuery['auditLog']['edges'][number]['node'];

const keyOf = ({ id }: Entry): string => id;

function Outcome({ result }: { result: string }) {
  return result === 'ok' ? (
    <State state="OK" label="done" />
  ) : (
    <State state="FAILED" label={result.toLowerCase().replaceAll('_', ' ')} />
  );
}

function columnsFor(hrefOf: (id: string) => string): readonly Column<Entry>[] {
  return [
    { key: 'at', heading: 'When', width: '8.75rem', cell: ({ at }) => <Time at={at} /> },
    { key: 'actor', heading: 'Who', width: 'minmax(5rem, 1fr)', cell: ({ actor }) => actor },
    {
      key: 'action',
      heading: 'What',
      width: 'minmax(12rem, 1.4fr)',
      cell: ({ id, action }) => <Link href={hrefOf(id)}>{action}</Link>,
    },
    {
      key: 'subject',
      heading: 'About',
      width: 'minmax(9rem, 2fr)',
      isExtra: true,
      cell: ({ subject }) => <span title={subject}>{subject}</span>,
    },
    {
      key: 'result',
      heading: 'Outcome',
      width: '9rem',
      cell: ({ result }) => <Outcome result={result} />,
    },
  ];
}

/** The part of the settings. */
export default function Audit() {
  const [opened, setOpened] = useUrlValue('entry');
  const hrefOf = useOpenHref('entry');
  const columns = useMemo(() => columnsFor(hrefOf), [hrefOf]);
  const pages = usePages(
    auditQuery,
    {},
    { pageOf: (data) => data.auditLog, keyOf, staleAfter: ['audit.'] },
  );
  const { rows, error, isLoading } = pages;
  const entry = rows.find(({ id }) => id === opened);
  return (
    <>
      {error === undefined ? null : <Failure error={error} onRetry={pages.refresh} />}
      <Panel
        title="Audit log"
        aside={
          opened !== undefined && entry === undefined && !isLoading ? (
            <span className="soft small">the chosen entry is further down</span>
          ) : undefined
        }
        isFlush
      >
        {isLoading && rows.length === 0 ? <Loading /> : null}
        {!isLoading && rows.length === 0 && error === undefined ? (
          <Empty title="Nothing was done yet">
            Each change over the API, the command line or this page is written here.
          </Empty>
        ) : null}
        {rows.length === 0 ? null : (
          <DataTable
            label="Audit log, the newest first"
            rows={rows}
            columns={columns}
            keyOf={keyOf}
            hrefOf={({ id }) => hrefOf(id)}
            onEndNear={pages.loadMore}
          />
        )}
      </Panel>
      {entry === undefined ? null : (
        <DetailsDialog
          title={
            <span className="row">
              {entry.action} <Outcome result={entry.result} />
            </span>
          }
          onClose={() => setOpened(undefined)}
        >
          <Facts
            facts={[
              { name: 'When', value: <Time at={entry.at} /> },
              { name: 'Who', value: entry.actor },
              { name: 'About', value: entry.subject },
              { name: 'From', value: entry.origin },
            ]}
          />
          <h3>What was asked for</h3>
          <pre tabIndex={0}>{JSON.stringify(entry.detail, null, 2)}</pre>
        </DetailsDialog>
      )}
    </>
  );
}
