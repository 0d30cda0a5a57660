// GraphQL over HTTP: Yoga reads requests and words the answers (it passes the graphql-http audits);
// what is executed, and how, is ours and the same as on WebSockets.
import { GraphQLError, OperationTypeNode, type ExecutionResult } from 'graphql';
import { createYoga, type GraphQLParams, type Plugin, type YogaServerInstance } from 'graphql-yoga';

import type { Actor } from '../core/actor.ts';
import type { Clock } from '../core/clock.ts';
import { createContext } from '../graphql/context.ts';
import type { Services } from '../graphql/services.ts';
import type { Token } from '../store/tokens.ts';
import { eventStreamOf, streamOf } from './event-stream.ts';
import { limitExceeded, type OperationParams, type Operations } from './operations.ts';
import type { Sessions } from './sessions.ts';
import { interruptible, type ResultStream, type Subscriptions } from './subscriptions.ts';

/** What the HTTP server knows of a request when it hands it to GraphQL. */
export interface RequestContext {
  readonly viewer: Actor;
  readonly token: Token;
}

export type GraphqlEndpoint = YogaServerInstance<RequestContext, object>;

/** Event streams that are open; `interrupt` ends one with a last result. */
export interface OpenStreams {
  /** A stream that is added while hawkwatch stops is ended at once. */
  add(interrupt: (last: ExecutionResult) => void): void;
  delete(interrupt: (last: ExecutionResult) => void): void;
}

export interface EndpointOptions {
  readonly services: Services;
  readonly operations: Operations;
  readonly subscriptions: Subscriptions;
  readonly sessions: Sessions;
  readonly openStreams: OpenStreams;
  readonly socketsPerToken: number;
  readonly keepAliveMs: number;
}

function isStream(result: unknown): result is ResultStream {
  return typeof result === 'object' && result !== null && Symbol.asyncIterator in result;
}

/** Failures before execution are the request's fault: 400, or 200 for plain `application/json`. */
function refused(errors: readonly GraphQLError[], status = 400): ExecutionResult {
  return {
    errors: errors.map(
      (error) =>
        new GraphQLError(error.message, {
          nodes: error.nodes ?? null,
          source: error.source,
          positions: error.positions,
          extensions: { ...error.extensions, http: { spec: status === 400, status } },
        }),
    ),
  };
}

function paramsOf({ query, operationName, variables }: GraphQLParams): OperationParams {
  // Yoga checks the other parameters, but not this one.
  const name: unknown = operationName ?? undefined;
  if (name !== undefined && typeof name !== 'string') {
    throw new GraphQLError('`operationName` must be a string.', {
      extensions: { http: { status: 400 } },
    });
  }
  return { query: query ?? '', operationName: name, variables };
}

/** Yoga with our execution in it. */
export function createGraphqlEndpoint(options: EndpointOptions): GraphqlEndpoint {
  const { services, operations, subscriptions, sessions } = options;

  const run = async (
    request: Request,
    params: OperationParams,
    { viewer, token }: RequestContext,
  ): Promise<ExecutionResult | ResultStream> => {
    const preparation = operations.prepare(params);
    if ('errors' in preparation) return refused(preparation.errors);
    const { kind, args } = preparation.prepared;
    if (kind === OperationTypeNode.MUTATION && request.method === 'GET') {
      return refused([new GraphQLError('A mutation needs a POST request.')], 405);
    }
    const resumeAfter = request.headers.get('last-event-id') ?? undefined;
    const contextValue = createContext({ viewer, services, resumeAfter });
    if (kind !== OperationTypeNode.SUBSCRIPTION) {
      const result = await operations.execute({ ...args, contextValue });
      return 'data' in result ? result : refused(result.errors ?? []);
    }
    if (!acceptsEvents(request)) {
      const message =
        'A subscription needs `Accept: text/event-stream`, or a WebSocket (graphql-transport-ws).';
      return refused([new GraphQLError(message)], 406);
    }
    const stream = await subscriptions.subscribe({ ...args, contextValue });
    return isStream(stream) ? watch(stream, token) : stream;
  };

  /** Ties a stream to its token and to the server's life. */
  const watch = async (
    source: ResultStream,
    token: Token,
  ): Promise<ResultStream | ExecutionResult> => {
    const { stream, interrupt } = interruptible(source);
    const end = (reason: string): void => {
      interrupt({ errors: [new GraphQLError(reason, { extensions: { code: 'FORBIDDEN' } })] });
    };
    options.openStreams.add(interrupt);
    const session = await sessions.open(token, end).catch(async (error: unknown) => {
      options.openStreams.delete(interrupt);
      await stream.return?.();
      throw error;
    });
    if (session === undefined) {
      options.openStreams.delete(interrupt);
      await stream.return?.();
      const max = options.socketsPerToken;
      const message = `This token has ${max} connections open already. Close one first.`;
      return { errors: [limitExceeded(message, { limit: 'socketsPerToken', max })] };
    }
    return onEnd(stream, () => {
      session.release();
      options.openStreams.delete(interrupt);
    });
  };

  const plugin: Plugin<object, RequestContext> = {
    // Yoga's own parser of GET throws a bare SyntaxError for variables that are no JSON.
    onRequestParse: ({ requestParser, setRequestParser }) => {
      if (requestParser === undefined) return;
      setRequestParser(async (request) => {
        try {
          return await requestParser(request);
        } catch (error) {
          if (!(error instanceof SyntaxError)) throw error;
          throw new GraphQLError('The request holds invalid JSON.', {
            extensions: { http: { spec: true, status: 400 } },
          });
        }
      });
    },
    onParams: ({ setParamsHandler }) => {
      setParamsHandler(async ({ request, params, context }) => {
        try {
          return await run(request, paramsOf(params), context);
        } catch (error) {
          return { errors: [operations.present(error)] };
        }
      });
    },
    onResultProcess: ({ request, result, setResultProcessor }) => {
      if (Array.isArray(result) || !acceptsEvents(request)) return;
      if (!isStream(result) && acceptsJson(request)) return;
      setResultProcessor((value) => {
        const stream = isStream(value) ? value : streamOf(value as ExecutionResult);
        // Node's own Response: leaving the stream of Yoga's does not end a read that waits.
        return new Response(eventStreamOf(stream, eventOptions), {
          headers: {
            'content-type': 'text/event-stream; charset=utf-8',
            'x-accel-buffering': 'no',
          },
        });
      }, 'text/event-stream');
    },
  };

  const clock: Clock = services.clock;
  const eventOptions = {
    clock,
    keepAliveMs: options.keepAliveMs,
    describe: subscriptions.describe,
  };

  return createYoga<RequestContext>({
    plugins: [plugin],
    graphqlEndpoint: '/graphql',
    logging: false,
    cors: false,
    graphiql: false,
    landingPage: false,
    multipart: false,
    maxRequestBodySize: false,
    parserAndValidationCache: false,
    disposeOnProcessTerminate: false,
    maskedErrors: { maskError: (error) => operations.present(error) },
  });
}

function accepted(request: Request): readonly string[] {
  const header = request.headers.get('accept') ?? '';
  return header.split(',').map((type) => type.split(';')[0]?.trim().toLowerCase() ?? '');
}

function acceptsEvents(request: Request): boolean {
  return accepted(request).includes('text/event-stream');
}

function acceptsJson(request: Request): boolean {
  return accepted(request).some((type) =>
    ['application/json', 'application/graphql-response+json', '*/*'].includes(type),
  );
}

/** The same stream, with `done` called once when it is over or left. */
function onEnd(source: ResultStream, done: () => void): ResultStream {
  let over = false;
  const finish = (): void => {
    if (!over) done();
    over = true;
  };
  const stream: ResultStream = {
    next: async () => {
      const step = await source.next();
      if (step.done === true) finish();
      return step;
    },
    return: async () => {
      finish();
      await source.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => stream,
  };
  return stream;
}
