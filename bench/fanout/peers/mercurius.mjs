// Mercurius on Fastify with its defaults and its own pubsub.
import Fastify from 'fastify';
import mercurius from 'mercurius';

import { announce } from './control.mjs';
import { JsonScalar, typeDefs } from './schema.mjs';

const topic = 'events';
const app = Fastify();
app.register(mercurius, {
  schema: typeDefs,
  resolvers: {
    JSON: JsonScalar,
    Subscription: { events: { subscribe: (_root, _args, { pubsub }) => pubsub.subscribe(topic) } },
  },
  subscription: true,
});

await app.listen({ port: 0, host: '127.0.0.1' });
await announce(app.server, (event) => {
  app.graphql.pubsub.publish({ topic, payload: { events: event } });
});
