// Samples as DogStatsD datagrams, received by a real UDP socket.
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createSystemClock } from '../../../src/core/clock.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { startDogStatsd, type DogStatsd } from '../../../src/metrics/dogstatsd.ts';
import type { Sample } from '../../../src/metrics/samples.ts';
import { until } from '../../support/until.ts';

const line = /^[A-Za-z0-9_.]+:-?\d[\d.e+-]*\|g\|#[\p{L}0-9_./:-]+(?:,[\p{L}0-9_./:-]+)*$/u;

let agent: Socket;
let datagrams: Buffer[];
let running: DogStatsd[];

beforeEach(async () => {
  datagrams = [];
  running = [];
  agent = createSocket('udp4');
  agent.on('message', (message) => datagrams.push(message));
  agent.bind(0, '127.0.0.1');
  await once(agent, 'listening');
});

afterEach(() => {
  for (const one of running) one.stop();
  agent.close();
});

function start(more: { include?: readonly string[]; port?: number; host?: string } = {}) {
  const one = startDogStatsd({
    settings: {
      host: more.host ?? '127.0.0.1',
      port: more.port ?? agent.address().port,
      prefix: 'hw.',
      tags: { env: 'Prod,1' },
      include: more.include ?? [],
    },
    clock: createSystemClock(),
    logger: silentLogger,
  });
  running.push(one);
  return one;
}

const sample = (more: Partial<Sample> = {}): Sample => ({
  metric: 'container.memory_bytes',
  subject: 'container:web',
  at: new Date(),
  value: 1,
  ...more,
});

const lines = (): string[] => datagrams.flatMap((datagram) => datagram.toString().split('\n'));

describe('DogStatsD', () => {
  it('gets samples as gauges with clean names and tags', async () => {
    start().note([
      sample({ value: 0.5, labels: { device: 'a|b,c:d\n#' } }),
      sample({ metric: 'x.y', subject: 'Größe', value: -3e21 }),
      sample({ value: Number.NaN }),
    ]);
    await until('both came', () => lines().length === 2);
    expect(lines()).toEqual([
      'hw.container.memory_bytes:0.5|g|#env:prod_1,device:a_b_c_d__,subject:container_web',
      'hw.x.y:-3e+21|g|#env:prod_1,subject:größe',
    ]);
    for (const one of lines()) expect(one).toMatch(line);
  });

  it('gets many in datagrams that fit into a frame, and only what is wanted', async () => {
    const one = start({ include: ['container.*', 'host.load'], host: 'localhost' });
    one.note(
      Array.from({ length: 500 }, (_, i) =>
        sample({ subject: `ü${'x'.repeat(i % 150)}`, value: i }),
      ),
    );
    one.note([
      sample({ metric: 'host.load' }),
      sample({ metric: 'host.loads' }),
      sample({ metric: 'a.b' }),
    ]);
    await until('all came', () => lines().length === 501);
    expect(Math.max(...datagrams.map(({ length }) => length))).toBeLessThanOrEqual(1432);
    expect(datagrams.length).toBeLessThan(120);
    expect(one.dropped).toBe(0);
  });

  it(
    'holds nobody up when the agent is away or there is far too much',
    { timeout: 90_000 },
    async () => {
      const one = start({ host: 'no-such-host.invalid', port: 9 });
      for (let n = 0; n < 30; n += 1) one.note(Array.from({ length: 1000 }, () => sample()));
      await until('all are counted', () => one.dropped + one.sent === 30_000, 80_000);
      expect(one.sent).toBe(0);
      one.stop();
      one.note([sample()]);
      one.stop();
    },
  );
});
