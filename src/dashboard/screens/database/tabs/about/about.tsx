// What a database is: how it is reached, what it uses, who is in it, and where it was declared.
import { useMemo } from 'react';

import { useEvery } from '../../../../client/use-every.ts';
import { useLiveQuery } from '../../../../client/use-live-query.ts';
import { graphql } from '../../../../graphql/gql.ts';
import type { DatabaseAboutQuery } from '../../../../graphql/graphql.ts';
import { Answer } from '../../../../parts/notes.tsx';
import { concernsDatabase } from '../../concerns.ts';
import { HealthPanel } from './health-panel.tsx';
import { ResourcesPanel } from './resources-panel.tsx';
import { SessionsPanel } from './sessions-panel.tsx';
import { SettingsPanel } from './settings-panel.tsx';

const aboutQuery = graphql(`
  query DatabaseAbout($id: ID!) {
    database(id: $id) {
      id
      name
      engine
      environment
      labels
      declaredBy
      schemaCheckedAt
      schemaWatch {
        state
        reason
        since
      }
      container {
        id
        name
        image
        state
      }
      discovery {
        since
        places {
          host
          port
        }
        recognition {
          product
          score
          reasons
        }
      }
      health {
        state
        since
        latencyMs
        serverVersion
        sizeBytes
        role
        checkedAt
        tls {
          encrypted
          protocol
          cipher
          certificate {
            subject
            issuer
            validTo
            verified
            fault
          }
        }
      }
      resources {
        at
        cacheHitPercent
        commitsPerSecond
        rollbacksPerSecond
        connections
        connectionsMax
        connectionsUsedPercent
        deadRows
        deadlocks
        locksWaiting
        longestQuerySeconds
        longestTransactionSeconds
        replayLagSeconds
        sessionsBlocked
        sizeBytes
        walBytesPerSecond
        wraparoundPercent
        tables {
          schema
          name
          bytes
          liveRows
          deadRows
        }
        unread {
          about
          reason
        }
      }
      foreignMigrations {
        id
        startedAt
        foreign {
          tool
          sign
          since
          stale
          pid
          application
          user
          query
          waitsFor {
            pid
            application
          }
          blocks {
            pid
            application
          }
        }
      }
    }
  }
`);

export type AboutDatabase = NonNullable<DatabaseAboutQuery['database']>;

export interface AboutTabProps {
  /** The database's global id. */
  readonly id: string;
  readonly name: string;
}

const readAgainMs = 15_000;

/** The tab. */
export function AboutTab({ id, name }: AboutTabProps) {
  const concerns = useMemo(() => concernsDatabase(name), [name]);
  const answer = useLiveQuery(
    aboutQuery,
    { id },
    { staleAfter: ['database.', 'migration.', 'schema_watch.changed'], concerns, everyMs: 3_000 },
  );
  useEvery(readAgainMs, answer.refresh);
  return (
    <Answer answer={answer}>
      {({ database }) =>
        database == null ? null : (
          <>
            <HealthPanel database={database} />
            <SessionsPanel database={database} />
            <ResourcesPanel database={database} />
            <SettingsPanel database={database} onChanged={answer.refresh} />
          </>
        )
      }
    </Answer>
  );
}
