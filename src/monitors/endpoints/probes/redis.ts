// Redis (and what speaks like it): AUTH where the URL has a password, then PING.
import type { Socket } from 'node:net';

import { readLines } from '../network/line-reader.ts';
import { ProbeFailure } from '../found.ts';
import { defineProbe } from '../probe.ts';
import type { RedisSettings } from '../settings.ts';

const longestShown = 120;

function placeOf(url: string) {
  const { hostname, port, protocol } = new URL(url);
  // A URL of a scheme that browsers do not know leaves the brackets of an IPv6 address.
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return { host, port: port === '' ? 6379 : Number(port), isSecure: protocol === 'rediss:' };
}

const credentialsOf = (url: string): string[] => {
  const { username, password } = new URL(url);
  if (password === '') return [];
  const parts = username === '' ? [password] : [username, password];
  return parts.map((part) => decodeURIComponent(part));
};

export const redisProbe = defineProbe<RedisSettings>({
  description: 'Redis answers PING, after AUTH where the URL has a password; TLS with `rediss:`.',
  target: ({ url }) => {
    const { host, port, isSecure } = placeOf(url);
    return `${isSecure ? 'rediss' : 'redis'}://${host}:${port}`;
  },
  secrets: ({ url }) => {
    const { username, password } = new URL(url);
    return [username, password, ...credentialsOf(url)];
  },
  run: async ({ url, tls }, { network, found, clock }) => {
    const { isSecure, ...place } = placeOf(url);
    const plain = await network.connect(place);
    const socket = isSecure
      ? await network.secure(plain, { host: place.host, expect: tls })
      : plain;
    const lines = readLines(socket, place);
    const credentials = credentialsOf(url);
    if (credentials.length > 0) {
      found.doing = 'logging in';
      send(socket, ['AUTH', ...credentials]);
      const answer = await lines.next();
      if (answer !== '+OK') throw refused('AUTH', answer);
    }
    found.doing = 'waiting for the answer to PING';
    const beganMs = clock.monotonicMs();
    send(socket, ['PING']);
    const answer = await lines.next();
    found.phases.firstByte = clock.monotonicMs() - beganMs;
    if (answer !== '+PONG') throw refused('PING', answer);
  },
});

function send(socket: Socket, words: readonly string[]): void {
  const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
  socket.write(`*${words.length}\r\n${parts.join('')}`);
}

const meanings: Readonly<Record<string, string>> = {
  NOAUTH: 'it wants a password: put it into the URL',
  WRONGPASS: 'the password is not accepted',
  LOADING: 'it is still loading its data',
  MASTERDOWN: 'its link to the primary is down',
  BUSY: 'a script keeps it busy',
  MISCONF: 'it cannot save its data',
};

function refused(command: string, answer: string): ProbeFailure {
  if (!/^[-+:$*_#]/.test(answer))
    return new ProbeFailure('it does not speak the protocol of Redis');
  const word = /^-([A-Z]+)/.exec(answer)?.[1] ?? '';
  const why = meanings[word] ?? answer.slice(0, longestShown);
  return new ProbeFailure(`it refuses ${command}: ${why}`);
}
