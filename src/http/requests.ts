// What happens to an HTTP request: its id, the headers of every answer, and which of our paths it
// goes to. Behind the checks for a token nothing is answered without one.
import type { IncomingMessage, ServerResponse } from 'node:http';

import { GraphQLError } from 'graphql';

import { coerceError } from '../core/errors.ts';
import type { Services } from '../graphql/services.ts';
import type { Token } from '../store/tokens.ts';
import { actorOf, addressOf } from './actors.ts';
import { sendErrors, sendJson, sendResponse, sendText } from './answers.ts';
import { readBody } from './body.ts';
import { createComplianceExport } from './compliance-export.ts';
import type { Dashboard } from './dashboard.ts';
import { createOperationsExport } from './operations-export.ts';
import type { GraphqlEndpoint } from './graphql-endpoint.ts';
import type { Graphiql } from './graphiql.ts';
import { sendHealth, sendLive, sendReady } from './health-endpoints.ts';
import { answerHeartbeat, heartbeatPath } from './heartbeats.ts';
import { answerIntake, intakePath } from './intakes.ts';
import { createJsonRequests } from './json-requests.ts';
import { limitExceeded, type Operations } from './operations.ts';
import { securityHeaders, type Origins } from './origins.ts';
import { isPageRequest } from './page-request.ts';
import type { Sessions } from './sessions.ts';
import { parseBearer, type TokenLookup } from './tokens.ts';

export interface RequestOptions {
  readonly services: Services;
  readonly operations: Operations;
  getEndpoint(): Promise<GraphqlEndpoint>;
  readonly graphiql: Graphiql;
  readonly dashboard: Dashboard;
  readonly tokens: TokenLookup;
  readonly sessions: Sessions;
  readonly origins: Origins;
  readonly messageBytes: number;
  isStopping(): boolean;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
}

const commonHeaders = Object.entries(securityHeaders);

type Handler = (exchange: Exchange) => Promise<void> | void;

/** The listener for node's `request` event. */
export function createRequestHandler(
  options: RequestOptions,
): (request: IncomingMessage, response: ServerResponse) => void {
  const { services, operations, graphiql, dashboard, tokens } = options;
  const jsonRequests = createJsonRequests({ services, operations });
  const exported = { services, sessions: options.sessions };
  const exports = {
    '/exports/compliance': createComplianceExport(exported),
    '/exports/operations': createOperationsExport(exported),
  };

  /** The request's token, or undefined when it was answered with why it has none. */
  const authenticate = async ({ request, response }: Exchange): Promise<Token | undefined> => {
    const token = await tokens.find(parseBearer(request.headers.authorization));
    if (token !== undefined) return token;
    const message = 'A valid token is needed: send it as `Authorization: Bearer …`.';
    const error = new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED' } });
    sendErrors(response, 401, [error], { 'www-authenticate': 'Bearer realm="hawkwatch"' });
    return undefined;
  };

  const graphql: Handler = async (exchange) => {
    const { request, response } = exchange;
    if (isPageRequest(request)) return graphiql.sendPage(response);
    const token = await authenticate(exchange);
    if (token === undefined) return;
    const body = await readBody(request, options.messageBytes);
    if (body === undefined) {
      const message = `The request is longer than ${options.messageBytes} bytes. Send less at a time.`;
      const detail = { limit: 'messageBytes', max: options.messageBytes };
      return sendErrors(response, 413, [limitExceeded(message, detail)], { connection: 'close' });
    }
    const viewer = actorOf(token, 'http', addressOf(request));
    const common = await jsonRequests.answer(request, body, viewer);
    if (common !== undefined) return sendText(response, 200, common.text, common.contentType);
    const method = request.method ?? 'GET';
    const hasBody = method !== 'GET' && method !== 'HEAD';
    const init = { method, headers: headersOf(request), ...(hasBody ? { body } : {}) };
    const endpoint = await options.getEndpoint();
    const answer = await endpoint.fetch(urlOf(request).href, init, { viewer, token });
    await sendResponse(response, answer, services.logger);
  };

  const sendExport = async (exchange: Exchange, path: keyof typeof exports): Promise<void> => {
    const token = await authenticate(exchange);
    if (token === undefined) return;
    const { request, response } = exchange;
    await exports[path].send({ request, response, token, query: urlOf(request).searchParams });
  };

  const routes: Readonly<Record<string, Handler>> = {
    '/graphql': graphql,
    '/health/live': ({ response }) => sendLive(response),
    '/health/ready': ({ response }) => sendReady(response, services, options.isStopping()),
    '/api/health': async (exchange) => {
      const token = await authenticate(exchange);
      if (token === undefined) return;
      await sendHealth(exchange.response, services, urlOf(exchange.request).searchParams);
    },
    '/metrics': async (exchange) => {
      const { exposition, isPublic } = services.measurements;
      if (!isPublic() && (await authenticate(exchange)) === undefined) return;
      sendText(exchange.response, 200, await exposition.text(), exposition.contentType);
    },
    '/exports/compliance': (exchange) => sendExport(exchange, '/exports/compliance'),
    '/exports/operations': (exchange) => sendExport(exchange, '/exports/operations'),
  };

  const route: Handler = async (exchange) => {
    const { request, response, path } = exchange;
    if (request.method === 'OPTIONS') {
      response.writeHead(204, { allow: 'GET, POST, OPTIONS' }).end();
      return;
    }
    const handler = Object.hasOwn(routes, path) ? routes[path] : undefined;
    if (handler !== undefined) return handler(exchange);
    if (intakePath.test(path)) return answerIntake(services, path, request, response);
    if (heartbeatPath.test(path)) return answerHeartbeat(services, path, request, response);
    if (await graphiql.sendAsset(path, request, response)) return;
    if (await dashboard.send(request, response)) return;
    if (path === '/') {
      // Browsers keep the fragment (the token) of the address that was redirected.
      response.writeHead(302, { location: '/graphql' }).end();
      return;
    }
    sendJson(response, 404, { error: 'There is nothing at this path. GraphQL is at /graphql.' });
  };

  const fail = (response: ServerResponse, error: unknown): void => {
    if (response.headersSent) {
      response.destroy(coerceError(error));
      return;
    }
    const presented = operations.present(error);
    const status = presented.extensions['code'] === 'UNAVAILABLE' ? 503 : 500;
    sendErrors(response, status, [presented]);
  };

  return (request, response) => {
    const exchange = { request, response, path: pathOf(request) };
    const requestId = services.random.uuid();
    const startMs = services.clock.monotonicMs();
    for (const [name, value] of commonHeaders) response.setHeader(name, value);
    for (const [name, value] of Object.entries(options.origins.headersFor(request))) {
      response.setHeader(name, value);
    }
    response.setHeader('x-request-id', requestId);
    response.once('close', () => {
      const durationMs = Math.round(services.clock.monotonicMs() - startMs);
      const { method } = request;
      const status = response.statusCode;
      // Neither query strings nor headers: both may hold what must not be logged.
      services.logger.debug(
        { requestId, method, path: exchange.path, status, durationMs },
        'request',
      );
    });
    Promise.resolve()
      .then(() => route(exchange))
      .catch((error: unknown) => {
        if (request.destroyed && !request.complete) return;
        // The client left before its request was read: nothing failed, and nobody waits.
        if (error !== null && error === request.errored) return;
        fail(response, error);
      });
  };
}

/** The path that was asked for. */
function pathOf(request: IncomingMessage): string {
  const { url = '' } = request;
  // As good as every request; the URL parser takes longer.
  return url === '/graphql' ? url : urlOf(request).pathname;
}

/** The address that was asked for; only its path and query count. */
function urlOf({ url = '' }: IncomingMessage): URL {
  const text = url.startsWith('/') ? `http://hawkwatch.invalid${url}` : url;
  return new URL(URL.canParse(text) ? text : 'http://hawkwatch.invalid/invalid');
}

/** The headers that Yoga reads; the token stays here. */
function headersOf(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of ['accept', 'content-type', 'last-event-id']) {
    const value = request.headers[name];
    if (typeof value === 'string') headers[name] = value;
  }
  return headers;
}
