// What the page tells about a database itself.
import { graphql } from '../../../../graphql/gql.ts';
import type { DatabaseAboutQuery } from '../../../../graphql/graphql.ts';

export const aboutQuery = graphql(`
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
