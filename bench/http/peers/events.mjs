// The part of hawkwatch's schema that is measured, over the same rows by the same SQL.
import { GraphQLScalarType } from 'graphql';
import postgres from 'postgres';

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

  type EventEdge {
    node: Event!
  }

  type EventConnection {
    edges: [EventEdge!]!
  }

  type Query {
    events(first: Int!): EventConnection!
  }
`;

const sql = postgres(process.env.DATABASE_URL);
const [{ epoch }] = await sql`select epoch from hawkwatch_store.event_log`;

const encode = (text) => Buffer.from(text).toString('base64url');

export const resolvers = {
  DateTime: new GraphQLScalarType({
    name: 'DateTime',
    serialize: (value) => value.toISOString(),
  }),
  JSON: new GraphQLScalarType({ name: 'JSON', serialize: (value) => value }),
  Query: {
    events: async (_root, { first }) => {
      const rows = await sql`
        select id, type, version, audience, occurred_at, subject, payload
        from hawkwatch_store.events
        where true and audience in ${sql(['viewer', 'operator', 'admin'])}
        order by id desc limit ${first + 1}`;
      return { edges: rows.slice(0, first).map((node) => ({ node })) };
    },
  },
  Event: {
    id: ({ id }) => encode(`Event:${id}`),
    cursor: ({ id }) => encode(`${epoch}.${id}`),
    occurredAt: (row) => row.occurred_at,
  },
};

/** Tells the bench where the peer listens; the peer ends with it. */
export function announce(httpServer) {
  process.once('disconnect', () => process.exit());
  process.once('SIGTERM', () => process.exit());
  process.send({ url: `http://127.0.0.1:${httpServer.address().port}/graphql` });
}
