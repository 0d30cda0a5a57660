// Bare WebSockets that speak as much of graphql-transport-ws as it takes to know each client's
// subscription id. No GraphQL: every client gets the answer to the first document.
import { createServer } from 'node:http';

import { handleProtocols } from 'graphql-ws';
import { WebSocketServer } from 'ws';

import { listen } from './control.mjs';

/** Starts it; `clients` holds those that have subscribed, with what comes before their payloads. */
export async function serveSockets() {
  const clients = new Set();
  const httpServer = createServer();
  const server = new WebSocketServer({ server: httpServer, path: '/graphql', handleProtocols });
  server.on('connection', (socket, request) => {
    const client = { socket, raw: request.socket, id: '', head: '' };
    socket.on('message', (data) => {
      const message = JSON.parse(data.toString());
      if (message.type === 'connection_init') socket.send('{"type":"connection_ack"}');
      if (message.type !== 'subscribe') return;
      client.id = message.id;
      client.head = `{"id":"${message.id}","type":"next","payload":`;
      clients.add(client);
    });
    socket.once('close', () => clients.delete(client));
  });
  await listen(httpServer);
  return { httpServer, clients };
}

/** What a GraphQL server would answer to the first document. */
export function answer({ id, cursor, type, occurredAt, subject, payload }) {
  const selected = { id, cursor, type, occurredAt, subject, payload, kind: type, about: subject };
  return JSON.stringify({ data: { events: selected } });
}
