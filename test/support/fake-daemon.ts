// What listens on a Docker socket and is no daemon: it plays back recorded lines, and misbehaves in every
// way a test asks for. Where a real daemon can show it, a real one is used.
import { mkdtemp, rm } from 'node:fs/promises';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface FakeDaemon {
  readonly socket: string;
  /** The `since` of each time that events were asked for. */
  readonly sinces: string[];
  /** How many streams of events are open. */
  streams(): number;
  /** Writes to all streams of events, as it is. */
  send(bytes: string | Buffer): Promise<void>;
  /** Ends the connections of all streams, wherever they are. */
  cut(): void;
  /** Answers a path instead of the usual answer; false leaves it to that. */
  answer: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** What the list has: inspections by id. */
  readonly containers: Map<string, unknown>;
  close(): Promise<void>;
}

export async function startFakeDaemon(): Promise<FakeDaemon> {
  const directory = await mkdtemp(path.join(tmpdir(), 'hawkwatch-fake-docker-'));
  const socket = path.join(directory, 'docker.sock');
  const open = new Set<ServerResponse>();
  const containers = new Map<string, unknown>();
  const json = (response: ServerResponse, value: unknown, status = 200): void => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(value));
  };
  const server = http.createServer((request, response) => {
    if (daemon.answer(request, response)) return;
    const url = new URL(request.url ?? '/', 'http://docker');
    const inspected = /^\/containers\/([^/]+)\/json$/.exec(url.pathname)?.[1];
    if (url.pathname === '/events') {
      daemon.sinces.push(url.searchParams.get('since') ?? '');
      response.writeHead(200, { 'content-type': 'application/json' });
      response.flushHeaders();
      open.add(response);
      response.on('close', () => open.delete(response));
    } else if (url.pathname === '/containers/json') {
      json(
        response,
        [...containers.keys()].map((Id) => ({ Id })),
      );
    } else if (url.pathname === '/info') json(response, { SystemTime: '2026-11-20T12:00:00.5Z' });
    else if (inspected !== undefined && containers.has(inspected)) {
      json(response, containers.get(inspected));
    } else json(response, { message: 'no such container' }, 404);
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  const daemon: FakeDaemon = {
    socket,
    sinces: [],
    streams: () => open.size,
    send: async (bytes) => {
      for (const response of open) {
        await new Promise<void>((resolve) => {
          response.write(bytes, () => resolve());
        });
      }
    },
    cut: () => {
      for (const response of open) response.destroy();
    },
    answer: () => false,
    containers,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await rm(directory, { recursive: true, force: true });
    },
  };
  return daemon;
}

/** An inspection as a daemon gives it. */
export function inspectionOf(id: string, name: string, more: Record<string, unknown> = {}) {
  return {
    Id: id,
    Name: `/${name}`,
    Image: 'sha256:one',
    Created: '2026-11-26T11:00:00Z',
    RestartCount: 0,
    State: {
      Status: 'running',
      Running: true,
      ExitCode: 0,
      OOMKilled: false,
      StartedAt: '2026-11-26T11:00:00.1Z',
      FinishedAt: '0001-01-01T00:00:00Z',
    },
    Config: { Image: 'web:1', Env: [], Labels: {} },
    HostConfig: { RestartPolicy: { Name: 'no' } },
    NetworkSettings: { Ports: {}, Networks: {} },
    ...more,
  };
}

/** A line of the event stream. */
export function eventLine(
  id: string,
  action: string,
  timeNano: string,
  attributes: Record<string, string> = {},
): string {
  const actor = { ID: id, Attributes: { image: 'web:1', name: 'web', ...attributes } };
  const plain = JSON.stringify({ Type: 'container', Action: action, Actor: actor });
  return `${plain.slice(0, -1)},"scope":"local","time":${timeNano.slice(0, 10)},"timeNano":${timeNano}}\n`;
}
