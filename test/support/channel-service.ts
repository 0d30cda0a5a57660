// Stands in for the services that channels speak to: over HTTP, by real sockets. It keeps what it was sent
// and answers as it is told.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
}

/** `hang`: nothing is answered. `reset`: the connection is cut. `half`: the answer is, in its middle. */
export type ServiceManner =
  'hang' | 'reset' | 'half' | ((request: ReceivedRequest) => ServiceAnswer);

export interface ChannelService {
  readonly origin: string;
  readonly received: ReceivedRequest[];
  manner: ServiceManner;
  /** Connections that were made. */
  connections(): number;
  close(): Promise<void>;
}

export async function createChannelService(): Promise<ChannelService> {
  let connections = 0;
  const server = createServer((request, response) => {
    void take(request, response);
  });
  server.on('connection', () => {
    connections += 1;
  });
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(Buffer.from(chunk));
    } catch {
      // The channel went away: that is what some tests want.
      return;
    }
    const { method = '', url: path = '', headers } = request;
    const received = { method, path, headers, body: Buffer.concat(chunks).toString('utf8') };
    service.received.push(received);
    answer(service.manner, received, response);
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const service: ChannelService = {
    origin: `http://127.0.0.1:${port}`,
    received: [],
    manner: () => ({ status: 200 }),
    connections: () => connections,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return service;
}

function answer(manner: ServiceManner, received: ReceivedRequest, response: ServerResponse): void {
  if (manner === 'hang') return;
  if (manner === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  if (manner === 'half') {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('ok', () => response.socket?.resetAndDestroy());
    return;
  }
  const { status, headers, body } = manner(received);
  response.writeHead(status, headers).end(body);
}
