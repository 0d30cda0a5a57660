// Following a run: a stream that breaks is opened again where it was; what cannot be followed ends.
import { createServer as createHttpServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';

import { followRun, type RunProgress } from '../../../src/cli/follow-run.ts';
import { createServer } from '../../../src/cli/server.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

interface Opened {
  readonly after: unknown;
  readonly lastEventId: string | undefined;
}

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const eventOf = (id: string, kind: string, percent: number): string => {
  const progress = {
    kind,
    percent,
    message: null,
    migration: null,
    statement: null,
    blockedBy: [],
  };
  return `event: next\nid: ${id}\ndata: ${JSON.stringify({ data: { migrationProgress: progress } })}\n\n`;
};

const errorOf = (message: string, code?: string): string =>
  `event: next\ndata: ${JSON.stringify({ errors: [{ message, extensions: { code } }] })}\n\nevent: complete\ndata:\n\n`;

/** Answers the nth request by the nth of `answers`; follows a run there. */
async function follow(answers: readonly ((response: ServerResponse) => void)[]): Promise<{
  readonly opened: readonly Opened[];
  readonly told: readonly string[];
  readonly breaks: readonly string[];
  readonly end: unknown;
}> {
  const opened: Opened[] = [];
  const told: string[] = [];
  const breaks: string[] = [];
  const server = createHttpServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { variables } = JSON.parse(Buffer.concat(chunks).toString()) as {
        variables: { after: unknown };
      };
      const lastEventId = request.headers['last-event-id'];
      opened.push({ after: variables.after, lastEventId: lastEventId?.toString() });
      answers[Math.min(opened.length, answers.length) - 1]?.(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const clock = createFakeClock();
  const { signal } = new AbortController();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const end = await followRun({
    server: createServer({ url, token: 't', clock, signal }),
    runId: 'r1',
    after: 'start',
    clock,
    random: createSystemRandom(),
    signal,
    onProgress: ({ kind, percent }: RunProgress) => void told.push(`${kind} ${percent}`),
    onBreak: (reason) => {
      breaks.push(reason);
      setImmediate(() => clock.advance(10_000));
    },
  }).catch((error: unknown) => error);
  return { opened, told, breaks, end };
}

const stream = (response: ServerResponse): ServerResponse =>
  response.writeHead(200, { 'content-type': 'text/event-stream' });

describe('following a run', () => {
  it('tells everything until FINISHED', async () => {
    const { opened, told, end } = await follow([
      (response) =>
        stream(response).end(`:\n\n${eventOf('a', 'STARTED', 0)}${eventOf('b', 'FINISHED', 100)}`),
    ]);
    expect(end).toBeUndefined();
    expect(told).toEqual(['STARTED 0', 'FINISHED 100']);
    expect(opened).toEqual([{ after: 'start', lastEventId: undefined }]);
  });

  it('goes on after the last event when the stream breaks, the server stops or is away', async () => {
    const { opened, told, breaks, end } = await follow([
      (response) => {
        stream(response).write(eventOf('a', 'STARTED', 0));
        setImmediate(() => response.destroy());
      },
      (response) => void stream(response).end(errorOf('hawkwatch is stopping.', 'UNAVAILABLE')),
      (response) => void response.writeHead(502).end('bad gateway'),
      (response) => void stream(response).end(eventOf('b', 'FINISHED', 100)),
    ]);
    expect(end).toBeUndefined();
    expect(told).toEqual(['STARTED 0', 'FINISHED 100']);
    expect(breaks).toHaveLength(3);
    expect(opened.map((one) => one.lastEventId)).toEqual([undefined, 'a', 'a', 'a']);
  });

  it('goes on from the present state when its place in the log is gone', async () => {
    const { opened, end } = await follow([
      (response) => void stream(response).end(errorOf('expired', 'CURSOR_EXPIRED')),
      (response) => void stream(response).end(eventOf('b', 'FINISHED', 100)),
    ]);
    expect(end).toBeUndefined();
    expect(opened).toEqual([
      { after: 'start', lastEventId: undefined },
      { after: null, lastEventId: undefined },
    ]);
  });

  it('ends when there is no such run, or the token is refused', async () => {
    const missing = await follow([
      (response) => void stream(response).end(errorOf('There is no such run.', 'NOT_FOUND')),
    ]);
    expect(missing.end).toMatchObject({ message: 'There is no such run.' });
    const refused = await follow([(response) => void response.writeHead(401).end('{}')]);
    expect(refused.end).toMatchObject({ message: expect.stringContaining('refuses the token') });
  });

  it('gives a server up that stays away', async () => {
    const { breaks, end } = await follow([(response) => void response.writeHead(503).end('{}')]);
    expect(end).toMatchObject({ message: expect.stringContaining('status 503') });
    expect(breaks.length).toBeGreaterThan(20);
  });
});
