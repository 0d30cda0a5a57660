import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';

import { describe, expect, it } from 'vitest';

import { createOrigins } from '../../../src/http/origins.ts';

const request = (host: string, origin?: string): IncomingMessage => {
  const message = new IncomingMessage(new Socket());
  message.headers = origin === undefined ? { host } : { host, origin };
  return message;
};

describe('the origin of a page', () => {
  const origins = createOrigins(['https://dash.example/']);

  it.each([
    ['localhost:4000', undefined, true],
    ['localhost:4000', 'http://localhost:4000', true],
    ['Localhost:4000', 'http://localhost:4000', true],
    ['localhost:4000', 'http://localhost:4001', false],
    ['localhost:4000', 'https://dash.example', true],
    ['localhost:4000', 'https://DASH.example', true],
    ['localhost:4000', 'https://dash.example.evil', false],
    ['localhost:4000', 'null', false],
    ['localhost:4000', '', false],
  ])('for host %s is %s: %s', (host, origin, allowed) => {
    expect(origins.allows(request(host, origin))).toBe(allowed);
  });
});
