// The part of hawkwatch's schema that is measured. The fields of an event are plain properties,
// made before it is handed over: a peer does no more than it must.
import { GraphQLScalarType } from 'graphql';

export const typeDefs = /* GraphQL */ `
  scalar Cursor
  scalar DateTime
  scalar JSON

  type Event {
    id: ID!
    cursor: Cursor!
    type: String!
    occurredAt: DateTime!
    subject: String!
    payload: JSON!
  }

  input EventFilter {
    types: [String!]
  }

  type Query {
    head: Cursor!
  }

  type Subscription {
    events(filter: EventFilter, after: Cursor): Event!
  }
`;

export const JsonScalar = new GraphQLScalarType({ name: 'JSON', serialize: (value) => value });
