// A database's page: its state above, and below one of its parts, as the address says.
import { lazy, type ComponentType } from 'react';
import { Link } from 'wouter';

import { useEvery } from '../../client/use-every.ts';
import { useLiveQuery } from '../../client/use-live-query.ts';
import { graphql } from '../../graphql/gql.ts';
import type { DatabaseEngine } from '../../graphql/graphql.ts';
import { Answer, Empty } from '../../parts/notes.tsx';
import { Screen } from '../../parts/panel.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { DatabaseHeader } from './header.tsx';

const databaseQuery = graphql(`
  query DatabaseHeader($id: ID!) {
    database(id: $id) {
      id
      name
      engine
      environment
      declaredBy
      health {
        state
        reason
        since
        latencyMs
        serverVersion
      }
      drift {
        state
        changeCount
      }
      container {
        id
        name
      }
    }
  }
`);

interface TabProps {
  readonly id: string;
  readonly name: string;
  readonly engine: DatabaseEngine;
  /** False: it was only discovered, or is retired. */
  readonly isDeclared: boolean;
}

interface TabEntry {
  readonly title: string;
  readonly Tab: ComponentType<TabProps>;
}

const tabs: Readonly<Record<string, TabEntry>> = {
  migrations: {
    title: 'Migrations',
    Tab: lazy(() =>
      import('./tabs/migrations/migrations.tsx').then((m) => ({ default: m.MigrationsTab })),
    ),
  },
  history: {
    title: 'History',
    Tab: lazy(() => import('./tabs/history/history.tsx').then((m) => ({ default: m.HistoryTab }))),
  },
  schema: {
    title: 'Schema',
    Tab: lazy(() => import('./tabs/schema.tsx').then((m) => ({ default: m.SchemaTab }))),
  },
  metrics: {
    title: 'Metrics',
    Tab: lazy(() => import('./tabs/metrics.tsx').then((m) => ({ default: m.MetricsTab }))),
  },
  about: {
    title: 'About',
    Tab: lazy(() => import('./tabs/about/about.tsx').then((m) => ({ default: m.AboutTab }))),
  },
};

const readAgainMs = 60_000;

/** A database. */
export default function Database({ id = '', tab = 'migrations' }: Record<string, string>) {
  const reference = decodeURIComponent(id);
  const answer = useLiveQuery(
    databaseQuery,
    { id: reference },
    { staleAfter: ['database.', 'drift.'] },
  );
  useEvery(readAgainMs, answer.refresh);
  const title = answer.data?.database?.name ?? 'Database';
  const path = `/databases/${encodeURIComponent(reference)}`;
  return (
    <Screen title={title}>
      <Answer answer={answer}>
        {({ database }) =>
          database == null ? (
            <Empty title="There is no such database">
              It may have been renamed. Look for it <Link href="/databases">in the list</Link>.
            </Empty>
          ) : (
            <>
              <DatabaseHeader database={database} />
              <Tabs
                label="Parts of this database's page"
                shown={tab}
                tabs={Object.entries(tabs).map(([key, entry]) => ({
                  key,
                  title: entry.title,
                  href: key === 'migrations' ? path : `${path}/${key}`,
                }))}
              />
              <Shown
                tab={tab}
                id={database.id}
                name={database.name}
                engine={database.engine}
                isDeclared={database.declaredBy != null}
              />
            </>
          )
        }
      </Answer>
    </Screen>
  );
}

function Shown({ tab, ...props }: TabProps & { readonly tab: string }) {
  const entry = tabs[tab];
  if (entry === undefined) {
    return <Empty title="This part does not exist">Choose one of those above.</Empty>;
  }
  return <entry.Tab {...props} />;
}
