// A real HTTP receiver that plays a script: it answers, refuses, hangs, closes in the middle, redirects,
// drips. It keeps every request that it read whole, in their order, with the delivery's id.
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

import type { Notification } from '../../src/core/notifications.ts';

export type Answer =
  | number
  | { readonly status: number; readonly retryAfter?: string; readonly body?: string }
  | 'hang'
  | 'close'
  | 'close mid-body'
  | 'redirect'
  | 'drip';

export interface Received {
  readonly id: string;
  readonly attempt: number;
  readonly path: string;
  readonly content: Notification;
  readonly answer: Answer;
  readonly atMs: number;
}

export interface WebhookReceiver {
  readonly url: string;
  readonly received: readonly Received[];
  /** Requests that are being answered, most at once. */
  readonly mostAtOnce: number;
  close(): Promise<void>;
}

/** Starts a receiver; `answer` is asked for each request, counted from 1. */
export async function startWebhookReceiver(
  answer: (n: number, received: Omit<Received, 'answer'>) => Answer = () => 200,
  delayMs: (n: number) => number = () => 0,
): Promise<WebhookReceiver> {
  const received: Received[] = [];
  const sockets = new Set<Socket>();
  let atOnce = 0;
  let mostAtOnce = 0;
  const server = http.createServer((request, response) => {
    atOnce += 1;
    mostAtOnce = Math.max(mostAtOnce, atOnce);
    response.on('close', () => {
      atOnce -= 1;
    });
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => undefined);
    request.on('end', () => {
      const content = JSON.parse(Buffer.concat(chunks).toString()) as Notification;
      const one = {
        id: String(request.headers['webhook-id']),
        attempt: Number(request.headers['x-attempt']),
        path: request.url ?? '',
        content,
        atMs: performance.now(),
      };
      const n = received.length + 1;
      const chosen = answer(n, one);
      received.push({ ...one, answer: chosen });
      const late = delayMs(n);
      if (late === 0) reply(response, chosen);
      else setTimeout(() => reply(response, chosen), late);
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    get mostAtOnce() {
      return mostAtOnce;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function reply(response: http.ServerResponse, answer: Answer): void {
  if (typeof answer === 'number') {
    response.writeHead(answer).end(answer < 300 ? 'ok' : 'no');
    return;
  }
  if (typeof answer === 'object') {
    const { status, retryAfter, body = '' } = answer;
    response.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter });
    response.end(body);
    return;
  }
  switch (answer) {
    case 'hang':
      return;
    case 'close':
      response.socket?.destroy();
      return;
    case 'close mid-body':
      response.writeHead(200, { 'content-length': '1000' });
      response.write('o', () => response.socket?.destroy());
      return;
    case 'redirect':
      response.writeHead(302, { location: '/elsewhere' }).end();
      return;
    case 'drip': {
      response.writeHead(200, { 'content-length': '1000' });
      const timer = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(timer));
      return;
    }
  }
}
