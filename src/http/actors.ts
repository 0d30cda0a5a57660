// Who a request is from, as commands and the audit log take it.
import type { IncomingMessage } from 'node:http';

import type { Actor } from '../core/actor.ts';
import type { Token } from '../store/tokens.ts';

/** The holder of a token, with transport and address. */
export function actorOf(token: Token, transport: 'http' | 'ws', request: IncomingMessage): Actor {
  const address = request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? 'unknown';
  return { id: token.id, name: token.name, role: token.role, origin: `${transport} ${address}` };
}
