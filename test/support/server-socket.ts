// A raw connection to the test server, which may be behind a Unix socket, and its URL through
// another port of this machine: for tests that stand between a client and the server.
import net from 'node:net';
import path from 'node:path';

/** Connects to the server of a URL as postgres.js would. */
export function connectToServer(serverUrl: string): net.Socket {
  const url = new URL(serverUrl);
  const port = url.port === '' ? 5432 : Number(url.port);
  const directory = decodeURIComponent(url.hostname).split(',')[0] ?? '';
  return directory.startsWith('/')
    ? net.connect(path.join(directory, `.s.PGSQL.${port}`))
    : net.connect(port, url.hostname);
}

/** The same user, password and database through a port of this machine. */
export function throughPort(serverUrl: string, port: number): string {
  const { username, password, pathname } = new URL(serverUrl);
  const login = password === '' ? username : `${username}:${password}`;
  return `postgres://${login}@127.0.0.1:${port}${pathname}`;
}
