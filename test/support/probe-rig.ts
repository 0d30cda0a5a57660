// Runs probes by themselves, and real servers on this machine for them to look at.
import net, { type AddressInfo, type Server, type Socket } from 'node:net';

import { createSystemClock } from '../../src/core/clock.ts';
import { readEndpoint } from '../../src/config/sections/endpoints.ts';
import type { EndpointFinding, EndpointOrigin } from '../../src/core/endpoints.ts';
import { createLookup, type AskForAddresses } from '../../src/monitors/endpoints/network/lookup.ts';
import { runProbe } from '../../src/monitors/endpoints/run-probe.ts';
import type { EndpointSettings, WatchedEndpoint } from '../../src/monitors/endpoints/settings.ts';
import { until } from './until.ts';

/** An endpoint in the form of the configuration file; throws with its faults. */
export function endpointOf(declaration: Readonly<Record<string, unknown>>): EndpointSettings {
  const { settings, faults } = readEndpoint({ name: 'tested', ...declaration });
  if (settings === null) throw new Error(JSON.stringify(faults));
  return settings;
}

export interface LookOptions {
  readonly origin?: EndpointOrigin;
  readonly allowPrivate?: readonly string[];
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Names to addresses, without asking the system. */
  readonly names?: Readonly<Record<string, readonly string[]>>;
  readonly ask?: AskForAddresses;
}

/** An endpoint as it is watched. */
export function watchedOf(
  declaration: Readonly<Record<string, unknown>>,
  { origin = 'FILE', allowPrivate = [], timeoutMs = 20_000 }: LookOptions = {},
): WatchedEndpoint {
  const rules = { allowPrivate, keepChecksMs: 100 * 86_400_000 };
  return { ...endpointOf(declaration), timeoutMs, origin, rules };
}

/** Looks at an endpoint once. */
export function look(
  declaration: Readonly<Record<string, unknown>>,
  options: LookOptions = {},
): Promise<EndpointFinding> {
  const { names, signal = new AbortController().signal } = options;
  const known: AskForAddresses = (host) => {
    const found = names?.[host];
    if (found !== undefined) return Promise.resolve(found);
    return Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }));
  };
  const ask = options.ask ?? (names === undefined ? undefined : known);
  const lookup = createLookup(ask);
  return runProbe(watchedOf(declaration, options), { clock: createSystemClock(), lookup, signal });
}

export interface TestServer {
  readonly port: number;
  /** Connections that are open now. */
  open(): number;
  /** Connections there were. */
  accepted(): number;
  close(): Promise<void>;
}

/** Closes them, once the checks have left no connection. */
export async function closeServers(servers: TestServer[]): Promise<void> {
  for (const server of servers.splice(0)) {
    try {
      await until('the check leaves no connection', () => server.open() === 0);
    } finally {
      await server.close();
    }
  }
}

/** Listens on this machine; `close` ends every connection. */
export async function listen(server: Server): Promise<TestServer> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  server.on('connection', (socket: Socket) => {
    accepted += 1;
    sockets.add(socket);
    // The other side leaves as it likes.
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    open: () => sockets.size,
    accepted: () => accepted,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A server of plain TCP that does this with each connection. */
export function serveTcp(onSocket: (socket: Socket) => void): Promise<TestServer> {
  return listen(
    net.createServer((socket) => {
      // So that it notices when the other side leaves.
      socket.resume();
      onSocket(socket);
    }),
  );
}

/** Answers line by line: the first words of a line, and what is said to them; '' is the greeting. */
export function serveLines(answers: Readonly<Record<string, string>>): Promise<TestServer> {
  return serveTcp((socket) => {
    const greeting = answers[''];
    if (greeting !== undefined) socket.write(greeting);
    let text = '';
    socket.on('data', (data: Buffer) => {
      text += data.toString('latin1');
      for (;;) {
        const end = text.indexOf('\n');
        if (end === -1) return;
        const line = text.slice(0, end).trim();
        text = text.slice(end + 1);
        const answer = Object.entries(answers).find(
          ([word]) => word !== '' && line.startsWith(word),
        );
        if (answer !== undefined) socket.write(answer[1]);
      }
    });
  });
}
