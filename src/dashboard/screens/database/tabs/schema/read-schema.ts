// What is asked about a database's schema, but for its long lists.
import { graphql } from '../../../../graphql/gql.ts';
import type { DatabaseSchemaQuery } from '../../../../graphql/graphql.ts';

export const schemaQuery = graphql(`
  query DatabaseSchema($id: ID!) {
    database(id: $id) {
      id
      name
      engine
      schemaCheckedAt
      schemaWatch {
        state
        reason
        since
      }
      schemaSnapshot {
        id
        hash
        takenAt
        objectCount
        serverVersion
        notes
        isBaseline
      }
      drift {
        id
        state
        risk
        digest
        changeCount
        openedAt
        changedAt
        acknowledgedAt
        acknowledgedBy
        comment
        changes {
          kind
          name
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
        statements {
          at
          user
          application
          client
          statement
          tag
          object
        }
      }
      driftIgnores {
        id
        objects
        reason
        createdAt
        createdBy
      }
    }
  }
`);

export type SchemaDatabase = NonNullable<DatabaseSchemaQuery['database']>;
