// GraphQL over WebSocket (graphql-transport-ws). HTTP's checks do not run here, so each is made
// again: the page's origin and the path at the upgrade, the token at `connection_init`, sizes,
// limits and masking at each operation. Nothing that is wrong with one operation closes the socket.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import type { GraphQLError } from 'graphql';
import {
  CloseCode,
  handleProtocols,
  makeServer,
  MessageType,
  stringifyMessage,
  type Context,
} from 'graphql-ws';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';

import { coerceError } from '../core/errors.ts';
import { createContext } from '../graphql/context.ts';
import type { Services } from '../graphql/services.ts';
import type { Token } from '../store/tokens.ts';
import { actorOf, addressOf } from './actors.ts';
import type { Flusher } from './fan-out/flusher.ts';
import { OperationSink, Outbox } from './fan-out/outbox.ts';
import {
  limitExceeded,
  type OperationArgs,
  type OperationParams,
  type Operations,
} from './operations.ts';
import type { Origins } from './origins.ts';
import { oversizedOperation } from './oversized.ts';
import type { Session, Sessions } from './sessions.ts';
import type { Limits, Timings } from './settings.ts';
import {
  closeSocket,
  joinWrites,
  keepAlive,
  pauseWhileUnread,
  refuseUpgrade,
  sendPaced,
} from './socket.ts';
import type { Subscriptions } from './subscriptions.ts';
import { parseBearer, type TokenLookup } from './tokens.ts';

export interface WebSocketOptions {
  readonly services: Services;
  readonly operations: Operations;
  readonly subscriptions: Subscriptions;
  readonly sessions: Sessions;
  readonly tokens: TokenLookup;
  readonly origins: Origins;
  readonly flusher: Flusher;
  readonly limits: Pick<Limits, 'messageBytes' | 'subscriptionsPerSocket' | 'socketsPerToken'>;
  readonly timings: Timings;
}

export interface WebSockets {
  /** Takes over an HTTP connection that asks to be upgraded. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Closes all sockets with 1001. */
  close(): void;
  /** Cuts off those that have not closed. */
  terminate(): void;
}

interface Extra {
  readonly socket: WebSocket;
  readonly outbox: Outbox;
  readonly address: string;
  token?: Token;
  session?: Session;
}

interface PreparedOperation {
  readonly args: OperationArgs;
  readonly id: string;
  readonly outbox: Outbox;
}

type SocketContext = Context<Record<string, unknown>, Extra>;

/** Close code for a client that takes nothing for too long; clients may connect again. */
const tooSlow = 4413;

/** Messages above `messageBytes` up to this many times that are answered, larger ones close. */
const readableFactor = 4;

/** The WebSocket side of `/graphql`. */
export function createWebSockets(options: WebSocketOptions): WebSockets {
  const { services, operations, subscriptions, sessions, tokens, limits, timings } = options;
  const { clock, logger } = services;
  // Connected, but not let in yet: nothing else bounds their number.
  const waiting = new Set<WebSocket>();
  let closing = false;

  const close = (socket: WebSocket, code: number, reason: string): void =>
    closeSocket(socket, clock, code, reason);

  const admit = async ({ connectionParams, extra }: SocketContext): Promise<boolean> => {
    const { socket } = extra;
    const credentials = connectionParams?.['authorization'] ?? connectionParams?.['Authorization'];
    const token = await tokens.find(parseBearer(credentials));
    if (token === undefined) return false;
    const end = (reason: string): void => close(socket, CloseCode.Forbidden, reason);
    const session = await sessions.open(token, end);
    if (session === undefined) {
      const reason = `This token has ${limits.socketsPerToken} connections open already.`;
      close(socket, CloseCode.TooManyInitialisationRequests, reason);
      return false;
    }
    extra.token = token;
    extra.session = session;
    waiting.delete(socket);
    if (socket.readyState !== socket.OPEN) session.release();
    return true;
  };

  const prepare = (
    { extra, subscriptions: open }: SocketContext,
    params: OperationParams,
  ): OperationArgs | readonly GraphQLError[] => {
    const max = limits.subscriptionsPerSocket;
    if (Object.keys(open).length > max) {
      const message = `This connection has ${max} operations open already. Complete one first.`;
      return [limitExceeded(message, { limit: 'subscriptionsPerSocket', max })];
    }
    if (extra.token === undefined) throw new Error('an operation came before its connection_init');
    const preparation = operations.prepare(params);
    if ('errors' in preparation) return preparation.errors;
    const viewer = actorOf(extra.token, 'ws', extra.address);
    const contextValue = createContext({ viewer, services });
    return { ...preparation.prepared.args, contextValue };
  };

  // graphql-ws hands back what `prepare` gave it, but types the context as anything.
  const prepared = new WeakMap<object, PreparedOperation>();
  const preparedOf = (args: object): PreparedOperation => {
    const known = prepared.get(args);
    if (known === undefined) throw new Error('an operation was executed without being prepared');
    return known;
  };

  const protocol = makeServer<Record<string, unknown>, Extra>({
    connectionInitWaitTimeout: timings.initMs,
    onConnect: async (context) => {
      try {
        return await admit(context);
      } catch (error) {
        logger.warn({ err: coerceError(error) }, 'a WebSocket could not be let in');
        close(context.extra.socket, 1013, 'hawkwatch cannot look tokens up now. Try again.');
        return false;
      }
    },
    onSubscribe: (context, id, payload) => {
      try {
        const { query, operationName, variables } = payload;
        const args = prepare(context, { query, operationName, variables });
        if ('contextValue' in args) prepared.set(args, { args, id, outbox: context.extra.outbox });
        return args;
      } catch (error) {
        return [operations.present(error)];
      }
    },
    execute: (args) => operations.execute(preparedOf(args).args),
    subscribe: (args) => {
      const { args: operation, id, outbox } = preparedOf(args);
      return subscriptions.subscribe(operation, new OperationSink(outbox, id, operation.document));
    },
    onClose: ({ extra }) => extra.session?.release(),
  });

  const server = new WebSocketServer({
    noServer: true,
    maxPayload: limits.messageBytes * readableFactor,
    perMessageDeflate: false,
    handleProtocols,
  });

  const receive = async (
    socket: WebSocket,
    data: RawData,
    handle: (text: string) => Promise<void>,
  ): Promise<void> => {
    // A socket that is being closed may still speak; its token may be worth nothing any more.
    if (socket.readyState !== socket.OPEN) return;
    const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(new Uint8Array(data));
    if (bytes.length <= limits.messageBytes) return handle(bytes.toString());
    const refusal = oversizedOperation(bytes.toString(), limits.messageBytes);
    if (refusal === undefined) return close(socket, 1009, 'The message is too big.');
    await sendPaced(socket, refusal, timings.bufferedBytes);
  };

  server.on('connection', (socket: WebSocket, request: IncomingMessage) => {
    const outbox = new Outbox({
      socket,
      raw: request.socket,
      flusher: options.flusher,
      clock,
      bufferedBytes: timings.bufferedBytes,
      stuckMs: timings.stuckMs,
      onStuck: () => close(socket, tooSlow, 'Too slow. Subscribe again after your last cursor.'),
    });
    // The request itself is not kept: it is larger than all the rest.
    const extra: Extra = { socket, outbox, address: addressOf(request) };
    const join = joinWrites(request.socket);
    const sendText = (text: string): Promise<void> => {
      // What was queued before it must leave before it.
      outbox.flush();
      join();
      return sendPaced(socket, text, timings.bufferedBytes);
    };
    let handle: (text: string) => Promise<void> = () => Promise.resolve();
    waiting.add(socket);
    socket.on('error', (error) => {
      logger.debug({ err: error }, 'a WebSocket failed');
    });
    keepAlive(socket, clock, timings.pingMs);
    pauseWhileUnread(socket, timings.bufferedBytes);
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send: sendText,
        close: (code, reason) => close(socket, code ?? 1000, reason ?? ''),
        onMessage: (callback) => {
          handle = callback;
        },
        onPing: async (payload) => {
          // Whoever has not said who they are is answered nothing but that.
          if (extra.token === undefined) return;
          const type = MessageType.Pong;
          await sendText(stringifyMessage(payload === undefined ? { type } : { type, payload }));
        },
      },
      extra,
    );
    socket.on('message', (data) => {
      receive(socket, data, handle).catch((error: unknown) => {
        logger.error({ err: coerceError(error) }, 'a WebSocket message could not be handled');
        close(socket, CloseCode.InternalServerError, 'Internal error.');
      });
    });
    socket.once('close', (code, reason) => {
      waiting.delete(socket);
      closed(code, reason.toString()).catch((error: unknown) => {
        logger.error({ err: coerceError(error) }, 'a closed WebSocket could not be cleaned up');
      });
    });
  });

  const refuse = (socket: Duplex, status: string): void => refuseUpgrade(socket, clock, status);

  return {
    upgrade: (request, socket, head) => {
      const [path] = (request.url ?? '').split('?');
      if (path !== '/graphql') return refuse(socket, '404 Not Found');
      if (!options.origins.allows(request)) return refuse(socket, '403 Forbidden');
      const full = waiting.size >= timings.waitingSockets;
      if (closing || full) return refuse(socket, '503 Service Unavailable');
      server.handleUpgrade(request, socket, head, (webSocket) => {
        server.emit('connection', webSocket, request);
      });
    },
    close: () => {
      closing = true;
      for (const socket of server.clients) close(socket, 1001, 'hawkwatch is stopping.');
    },
    terminate: () => {
      for (const socket of server.clients) socket.terminate();
    },
  };
}
