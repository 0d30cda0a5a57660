// Mercurius on Fastify with its defaults.
import Fastify from 'fastify';
import mercurius from 'mercurius';

import { announce, resolvers, typeDefs } from './events.mjs';

const app = Fastify();
app.register(mercurius, { schema: typeDefs, resolvers });
await app.listen({ port: 0, host: '127.0.0.1' });
announce(app.server);
