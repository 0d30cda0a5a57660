// A database's page: its state above, and below one of its parts, as the address says.
import { lazy } from 'react';

import { useLiveQuery } from '../../client/use-live-query.ts';
import { graphql } from '../../graphql/gql.ts';
import { Answer, Empty } from '../../parts/notes.tsx';
import { Screen } from '../../parts/panel.tsx';
import { Tabs } from '../../parts/tabs.tsx';

const SchemaTab = lazy(() =>
  import('./tabs/schema.tsx').then((module) => ({ default: module.SchemaTab })),
);
const MetricsTab = lazy(() =>
  import('./tabs/metrics.tsx').then((module) => ({ default: module.MetricsTab })),
);

const databaseQuery = graphql(`
  query DatabaseHeader($id: ID!) {
    database(id: $id) {
      id
      name
    }
  }
`);

const titles = {
  migrations: 'Migrations',
  history: 'History',
  schema: 'Schema',
  metrics: 'Metrics',
  about: 'About',
} as const;

/** A database. */
export default function Database({ id = '', tab = 'migrations' }: Record<string, string>) {
  const answer = useLiveQuery(databaseQuery, { id: decodeURIComponent(id) });
  const name = answer.data?.database?.name;
  return (
    <Screen title={name ?? 'Database'}>
      <Tabs
        label="Parts of the database's page"
        shown={tab}
        tabs={Object.entries(titles).map(([key, title]) => ({
          key,
          title,
          href: `/databases/${id}${key === 'migrations' ? '' : `/${key}`}`,
        }))}
      />
      <Answer answer={answer}>
        {({ database }) => {
          if (database === null || database === undefined) {
            return <Empty title="There is no such database" />;
          }
          if (tab === 'schema') return <SchemaTab id={database.id} name={database.name} />;
          if (tab === 'metrics') return <MetricsTab id={database.id} name={database.name} />;
          return <Empty title="Not shown yet" />;
        }}
      </Answer>
    </Screen>
  );
}
