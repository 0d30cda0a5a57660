// The HTTP server: GraphQL over HTTP, event streams and WebSocket, GraphiQL, and health. It serves
// any number of clients with a token and tells nothing but health to those without.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

import { GraphQLError, type ExecutionResult } from 'graphql';

import { ConflictError, coerceError } from '../core/errors.ts';
import { schema } from '../graphql/schema.ts';
import type { Services } from '../graphql/services.ts';
import { createDashboard } from './dashboard.ts';
import { createFanOut } from './fan-out/fan-out.ts';
import { createFlusher } from './fan-out/flusher.ts';
import { createGraphiql } from './graphiql.ts';
import type { GraphqlEndpoint, OpenStreams } from './graphql-endpoint.ts';
import { createOperations } from './operations.ts';
import { createOrigins } from './origins.ts';
import { createRequestHandler } from './requests.ts';
import { createSessions } from './sessions.ts';
import { defaultTimings, type HttpConfig, type Timings } from './settings.ts';
import { createSubscriptions } from './subscriptions.ts';
import { createTokenLookup } from './tokens.ts';
import { createWebSockets } from './websockets.ts';

export interface HttpServer {
  /** Resolves once connections are taken. */
  listen(): Promise<{ url: string; port: number }>;
  /**
   * Takes no more connections, closes WebSockets with 1001, ends event streams, lets requests end,
   * and cuts off what is left after three seconds.
   */
  close(): Promise<void>;
}

export interface HttpServerOptions {
  readonly services: Services;
  readonly config: HttpConfig;
}

/** Creates the server; it does not listen yet. */
export function createHttpServer({ services, config }: HttpServerOptions): HttpServer {
  const timings: Timings = { ...defaultTimings, ...config.timings };
  const { limits } = config;
  const { clock } = services;
  const { performance } = services.measurements;
  const interrupts = new Set<(last: ExecutionResult) => void>();
  const openStreams: OpenStreams = {
    add: (interrupt) => {
      interrupts.add(interrupt);
      if (stopping) interrupt(stoppingResult());
    },
    delete: (interrupt) => void interrupts.delete(interrupt),
  };
  let stopping = false;
  let closed: Promise<void> | undefined;

  const operations = createOperations({ schema, services, limits, performance });
  const fanOut = createFanOut({ schema, services, operations });
  const subscriptions = createSubscriptions(
    operations,
    config.sharing === false ? undefined : fanOut,
  );
  const tokens = createTokenLookup({
    store: services.store,
    clock,
    cacheMs: timings.tokenCacheMs,
    counts: performance.cache('tokens'),
  });
  const sessions = createSessions({
    services,
    perToken: limits.socketsPerToken,
    onRevoked: tokens.forget,
  });
  const origins = createOrigins(config.allowedOrigins);
  const shared = { services, operations, subscriptions, sessions, tokens, origins };
  // Yoga takes a quarter of a second to load: after we listen, or with the first request.
  let endpoint: Promise<GraphqlEndpoint> | undefined;
  const loadEndpoint = async (): Promise<GraphqlEndpoint> => {
    const { createGraphqlEndpoint } = await import('./graphql-endpoint.ts');
    const { socketsPerToken } = limits;
    const { keepAliveMs } = timings;
    return createGraphqlEndpoint({ ...shared, openStreams, socketsPerToken, keepAliveMs });
  };
  const getEndpoint = (): Promise<GraphqlEndpoint> => (endpoint ??= loadEndpoint());
  const dashboard = createDashboard();
  if (!dashboard.isBuilt) {
    services.logger.warn(
      {},
      'the dashboard is not built: run `npm run build`; / leads to GraphiQL',
    );
  }
  const flusher = createFlusher(clock);
  const webSockets = createWebSockets({ ...shared, flusher, limits, timings });
  const handler = createRequestHandler({
    ...shared,
    getEndpoint,
    graphiql: createGraphiql(),
    dashboard,
    messageBytes: limits.messageBytes,
    isStopping: () => stopping,
  });
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 15_000 }, handler);
  server.on('upgrade', webSockets.upgrade);
  server.on('request', (_request, response) => {
    // A connection that is kept alive would hold up the end.
    response.once('close', () => {
      if (stopping) server.closeIdleConnections();
    });
  });

  const stoppingResult = (): ExecutionResult => ({
    errors: [
      new GraphQLError('hawkwatch is stopping. Subscribe again after your last cursor.', {
        extensions: { code: 'UNAVAILABLE' },
      }),
    ],
  });

  const shutDown = async (): Promise<void> => {
    stopping = true;
    const ended = server.listening ? once(server, 'close') : Promise.resolve();
    server.close();
    webSockets.close();
    for (const interrupt of interrupts) interrupt(stoppingResult());
    server.closeIdleConnections();
    const cancelTimer = clock.setTimer(timings.drainMs, () => {
      webSockets.terminate();
      server.closeAllConnections();
    });
    await ended;
    cancelTimer();
    await sessions.stop();
  };

  return {
    listen: async () => {
      await sessions.start();
      server.listen(config.port, config.host);
      await once(server, 'listening').catch((error: unknown) => {
        throw explainListenFailure(error, config);
      });
      const port = portOf(server);
      clock.setTimer(0, () => {
        getEndpoint().catch((error: unknown) => {
          services.logger.error({ err: coerceError(error) }, 'GraphQL over HTTP cannot be loaded');
        });
      });
      return { url: `http://${shownHost(config.host)}:${port}`, port };
    },
    close: () => (closed ??= shutDown()),
  };
}

function explainListenFailure(error: unknown, { host, port }: HttpConfig): Error {
  const failure = coerceError(error);
  if (!('code' in failure)) return failure;
  if (failure.code === 'EADDRINUSE') {
    return new ConflictError(
      `The port ${port} of ${host} is in use. Stop what listens there, or set HAWKWATCH_PORT.`,
    );
  }
  if (failure.code === 'EACCES' || failure.code === 'EADDRNOTAVAIL') {
    return new ConflictError(
      `Listening on ${host}:${port} is not possible (${failure.code}). Set HAWKWATCH_HOST and ` +
        'HAWKWATCH_PORT.',
    );
  }
  return failure;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on TCP');
  return address.port;
}

/** A host that a browser on this machine can open. */
function shownHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
