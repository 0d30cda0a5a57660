// GraphQL Yoga with its defaults; WebSockets by the recipe of its documentation.
import { createServer } from 'node:http';

import { useServer } from 'graphql-ws/use/ws';
import { createPubSub, createSchema, createYoga } from 'graphql-yoga';
import { WebSocketServer } from 'ws';

import { announce, listen } from './control.mjs';
import { JsonScalar, typeDefs } from './schema.mjs';

const pubSub = createPubSub();
const yoga = createYoga({
  graphiql: { subscriptionsProtocol: 'WS' },
  schema: createSchema({
    typeDefs,
    resolvers: {
      JSON: JsonScalar,
      Subscription: {
        events: { subscribe: () => pubSub.subscribe('events'), resolve: (event) => event },
      },
    },
  }),
});

const httpServer = createServer(yoga);
const server = new WebSocketServer({ server: httpServer, path: yoga.graphqlEndpoint });
useServer(
  {
    execute: (args) => args.rootValue.execute(args),
    subscribe: (args) => args.rootValue.subscribe(args),
    onSubscribe: async (context, _id, params) => {
      const { schema, execute, subscribe, contextFactory, parse, validate } = yoga.getEnveloped({
        ...context,
        req: context.extra.request,
        socket: context.extra.socket,
        params,
      });
      const args = {
        schema,
        operationName: params.operationName,
        document: parse(params.query),
        variableValues: params.variables,
        contextValue: await contextFactory(),
        rootValue: { execute, subscribe },
      };
      const errors = validate(args.schema, args.document);
      return errors.length > 0 ? errors : args;
    },
  },
  server,
);

await listen(httpServer);
await announce(httpServer, (event) => pubSub.publish('events', event));
