// GraphQL Yoga with its defaults.
import { createServer } from 'node:http';

import { createSchema, createYoga } from 'graphql-yoga';

import { announce, resolvers, typeDefs } from './events.mjs';

const httpServer = createServer(createYoga({ schema: createSchema({ typeDefs, resolvers }) }));
await new Promise((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
announce(httpServer);
