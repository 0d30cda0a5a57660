// What is asked about the objects of a schema.
import { graphql } from '../../../../graphql/gql.ts';
import type { DatabaseSchemaObjectsQuery } from '../../../../graphql/graphql.ts';

export const objectsQuery = graphql(`
  query DatabaseSchemaObjects(
    $snapshot: ID!
    $first: Int
    $after: String
    $text: String
    $kinds: [SchemaObjectKind!]
  ) {
    schemaSnapshot(id: $snapshot) {
      id
      objects(first: $first, after: $after, filter: { text: $text, kinds: $kinds }) {
        totalCount
        edges {
          node {
            kind
            name
            parent
            attributes
            uses
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

type Snapshot = NonNullable<DatabaseSchemaObjectsQuery['schemaSnapshot']>;
export type SchemaObjectRow = Snapshot['objects']['edges'][number]['node'];
