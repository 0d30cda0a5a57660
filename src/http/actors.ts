// Who a request is from, as commands and the audit log take it.
import type { IncomingMessage } from 'node:http';

import type { Actor } from '../core/actor.ts';
import type { Token } from '../store/tokens.ts';

/** The address a request comes from. */
export function addressOf(request: IncomingMessage): string {
  return request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? 'unknown';
}

/** The holder of a token, with transport and address. */
export function actorOf(token: Token, transport: 'http' | 'ws', address: string): Actor {
  return { id: token.id, name: token.name, role: token.role, origin: `${transport} ${address}` };
}
