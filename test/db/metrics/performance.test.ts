// How hawkwatch performs, as it is asked for and as it is watched; and what Prometheus reads.
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';

import { until } from '../../support/until.ts';
import { startService, type TestService } from '../http/service.ts';
import { createSeeded } from '../../support/seeded.ts';

let service: TestService;

beforeAll(async () => {
  service = await startService();
});

afterAll(async () => {
  await service.close();
  await service.testStore.close();
});

interface Answer<T> {
  data?: T;
  errors?: { message: string; extensions?: { code?: string } }[];
}

async function ask<T>(query: string, token = service.tokens.viewer): Promise<Answer<T>> {
  const response = await fetch(service.url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as Answer<T>;
}

interface Performance {
  at: string;
  operations: { total: number; running: number; completed: number; failed: number; p50Ms: number };
  memory: { rssBytes: number; heapUsedBytes: number; eventLoopLagMs: number };
  caches: { name: string; hits: number; misses: number; hitRate: number | null }[];
}

const fields = `{ at
  operations { total running completed failed averageMs p50Ms p95Ms p99Ms }
  memory { rssBytes heapUsedBytes eventLoopLagMs }
  caches { name hits misses hitRate } }`;

const read = async (): Promise<Performance> => {
  const { data } = await ask<{ performanceMetrics: Performance }>(
    `{ performanceMetrics ${fields} }`,
  );
  if (data === undefined) throw new Error('no answer');
  return data.performanceMetrics;
};

describe('performanceMetrics', () => {
  it('counts what is executed, what failed, and what caches answered', async () => {
    const before = await read();
    for (let n = 0; n < 10; n += 1) await ask('{ head }');
    await ask('mutation { createAccessToken(input: { name: "x", role: ADMIN }) { __typename } }');
    const after = await read();
    expect(after.operations.total - before.operations.total).toBeGreaterThanOrEqual(11);
    expect(after.operations.running).toBe(1);
    const { total, completed, failed, running } = after.operations;
    expect(total).toBe(completed + failed + running);
    expect(after.operations.p50Ms).toBeGreaterThan(0);
    expect(after.memory.heapUsedBytes).toBeGreaterThan(1e6);
    const hits = (of: Performance, name: string) =>
      of.caches.find((cache) => cache.name === name)?.hits ?? 0;
    expect(hits(after, 'documents') - hits(before, 'documents')).toBeGreaterThanOrEqual(9);
    expect(hits(after, 'tokens')).toBeGreaterThan(0);
  });
});

function openClient() {
  return createClient({
    url: service.webSocketUrl,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${service.tokens.viewer}` },
    retryAttempts: 0,
  });
}

describe('performanceUpdates', () => {
  it('shows the present at once and then what is newer, executed once for all', async () => {
    const before = service.fanOut.executions;
    const clients = Array.from({ length: 5 }, openClient);
    const seen: Performance[][] = clients.map(() => []);
    for (const [i, client] of clients.entries()) {
      client.subscribe<{ performanceUpdates: Performance }>(
        { query: `subscription { performanceUpdates ${fields} }` },
        {
          next: ({ data }) => {
            if (data != null) seen[i]?.push(data.performanceUpdates);
          },
          error: () => undefined,
          complete: () => undefined,
        },
      );
    }
    await until('everybody has three', () => seen.every((some) => some.length >= 3));
    expect(service.fanOut.members).toBe(5);
    expect(service.fanOut.groups).toBe(1);
    // What all have seen was executed once.
    const distinct = new Set(seen.flat().map(({ at }) => at)).size;
    expect(service.fanOut.executions - before).toBeLessThanOrEqual(distinct + 1);
    for (const some of seen) {
      const times = some.map(({ at }) => at);
      expect(times).toEqual(times.toSorted());
      expect(new Set(times).size).toBe(times.length);
    }
    for (const client of clients) await client.dispose();
    await until(
      'nobody is left',
      () => service.fanOut.members === 0 && service.fanOut.groups === 0,
    );
  });

  it('is served as an event stream too, and apart from others with a selection of its own', async () => {
    const aborting = new AbortController();
    const response = await fetch(service.url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${service.tokens.viewer}`,
        'content-type': 'application/json',
        accept: 'text/event-stream',
      },
      body: JSON.stringify({
        query: 'subscription { performanceUpdates { memory { rssBytes } } }',
      }),
      signal: aborting.signal,
    });
    const reader = response.body?.getReader();
    let text = '';
    while ((text.match(/event: next/g) ?? []).length < 2) {
      const step = await reader?.read();
      if (step?.done !== false) throw new Error(`the stream ended: ${text}`);
      text += Buffer.from(step.value as Uint8Array).toString();
    }
    expect(text).toMatch(/"performanceUpdates":\{"memory":\{"rssBytes":\d+\}\}/);
    aborting.abort();
    await until('nobody is left', () => service.fanOut.members === 0);
  });
});

describe('/metrics', () => {
  const metricsUrl = (): string => service.url.replace('/graphql', '/metrics');

  it('needs a token unless it is configured to be public', async () => {
    expect((await fetch(metricsUrl())).status).toBe(401);
    const headers = { authorization: `Bearer ${service.tokens.viewer}` };
    const answer = await fetch(metricsUrl(), { headers });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    expect(await answer.text()).toContain('hawkwatch_operations_total{kind="query"}');
    const open = await service.addReplica({ publicMetrics: true });
    const without = await fetch(open.url.replace('/graphql', '/metrics'));
    expect(without.status).toBe(200);
    expect(await without.text()).toContain('hawkwatch_databases{state="UNKNOWN"} 2');
  });
});

describe('measured series', () => {
  const minuteMs = 60_000;
  const start = Math.floor(Date.now() / minuteMs) * minuteMs - 120 * minuteMs;

  beforeAll(async () => {
    const { claimSeries } = await import('../../../src/store/metric-series.ts');
    const { createSampleWriter } = await import('../../../src/store/metric-samples.ts');
    const { createSystemClock } = await import('../../../src/core/clock.ts');
    const { store } = service;
    const clock = createSystemClock();
    const ids = await claimSeries(
      store,
      ['a', 'b', 'c'].map((name, i) => ({
        metric: i === 2 ? 'other.things_count' : 'demo.size_bytes',
        subject: `demo:${name}`,
        labels: i === 1 ? { device: 'sda' } : {},
        unit: i === 2 ? 'count' : 'bytes',
      })),
      { now: new Date(), maxSeries: 100 },
    );
    const writer = createSampleWriter({ store, address: service.testStore.database.url, clock });
    const random = createSeeded(7);
    const rows = ids.flatMap((id) =>
      // A gap of half an hour in the middle.
      Array.from({ length: 1440 }, (_, i) => i)
        .filter((i) => i < 540 || i >= 900)
        .map((i) => ({ id: id ?? 0, at: start + i * 5000, value: random.integer(1000) })),
    );
    await writer.write({
      length: rows.length,
      series: Int32Array.from(rows, ({ id }) => id),
      at: Float64Array.from(rows, ({ at }) => at),
      value: Float64Array.from(rows, ({ value }) => value),
    });
    await writer.close();
  });

  interface Point {
    at: string;
    count: number;
    min: number;
    max: number;
    avg: number;
    last: number | null;
    lastAt: string | null;
  }
  interface Window {
    stepMs: number;
    source: string;
    series: { subject: string; unit: string; labels: unknown[]; points: Point[] }[];
  }

  const readWindow = async (query: string, point = 'at count min max avg last lastAt') => {
    const answer = await ask<{ metricSeries: Window }>(`{ metricSeries(query: ${query}) {
      stepMs source series { subject unit labels { name value } points { ${point} } } } }`);
    if (answer.data === undefined) throw new Error(JSON.stringify(answer.errors));
    return answer.data.metricSeries;
  };
  const at = (ms: number): string => new Date(ms).toISOString();

  it('come in buckets with what each holds, and a gap stays a gap', async () => {
    const window = `from: "${at(start)}", to: "${at(start + 120 * minuteMs)}"`;
    const found = await readWindow(`{ metrics: ["demo.size_bytes"], ${window}, maxPoints: 120 }`);
    expect([found.stepMs, found.source]).toEqual([minuteMs, 'MINUTES']);
    expect(found.series.map(({ subject, unit, labels }) => [subject, unit, labels])).toEqual([
      ['demo:a', 'bytes', []],
      ['demo:b', 'bytes', [{ name: 'device', value: 'sda' }]],
    ]);
    for (const { points } of found.series) {
      expect(points).toHaveLength(90);
      expect(points.every(({ count }) => count === 12)).toBe(true);
      expect(points.every(({ min, avg, max }) => min <= avg && avg <= max)).toBe(true);
      const inGap = points.filter(
        (point) =>
          new Date(point.at).getTime() >= start + 45 * minuteMs &&
          new Date(point.at).getTime() < start + 75 * minuteMs,
      );
      expect(inGap).toEqual([]);
    }
    const fine = await readWindow(
      `{ metrics: ["demo.size_bytes"], labels: [{ name: "device", value: "sda" }],
         from: "${at(start)}", to: "${at(start + 10 * minuteMs)}", maxPoints: 2000 }`,
    );
    expect(fine.series[0]?.points.map(({ lastAt }) => lastAt)).toEqual(
      fine.series[0]?.points.map((point) => point.at),
    );
    expect([fine.stepMs, fine.source, fine.series[0]?.points.length]).toEqual([1000, 'RAW', 120]);
    const { series, stepMs } = await readWindow(
      `{ metrics: ["demo.size_bytes"], ${window}, maxPoints: 3 }`,
      'at count last lastAt',
    );
    expect(series[0]?.points.length).toBeLessThanOrEqual(3);
    expect(series[0]?.points.reduce((sum, { count }) => sum + count, 0)).toBe(1080);
    const [first] = series[0]?.points ?? [];
    expect(first?.last).toEqual(expect.any(Number));
    // The bucket's end lies in the gap when the test is run in the first minutes of an hour.
    const endMs = Date.parse(first?.at ?? '') + stepMs;
    const isInGap = endMs > start + 45 * minuteMs && endMs <= start + 75 * minuteMs;
    expect(first?.lastAt).toBe(at((isInGap ? start + 45 * minuteMs : endMs) - 5_000));
  });

  it('are refused with all that is wrong', async () => {
    const answer = await ask(`{ metricSeries(query: { metrics: [], from: "${at(start)}",
      to: "${at(start)}", maxPoints: 2001 }) { stepMs } }`);
    expect(answer.errors?.[0]?.extensions?.code).toBe('INVALID_INPUT');
    expect(answer.errors?.[0]?.message).toMatch(/metrics.*from.*maxPoints/);
  });

  it('are listed with their newest samples, page by page', async () => {
    const pages: string[] = [];
    let after: string | null = null;
    for (;;) {
      const answer: Answer<{
        latestSamples: {
          edges: { node: { subject: string; at: string; value: number } }[];
          pageInfo: { hasNextPage: boolean; endCursor: string };
        };
      }> = await ask(`{ latestSamples(first: 1, after: ${JSON.stringify(after)},
        filter: { metrics: ["demo.size_bytes", "other.things_count"] }) {
        edges { node { metric subject labels { name value } unit at value } }
        pageInfo { hasNextPage endCursor } } }`);
      const page = answer.data?.latestSamples;
      pages.push(...(page?.edges.map(({ node }) => `${node.subject} ${node.at}`) ?? []));
      if (page?.pageInfo.hasNextPage !== true) break;
      after = page.pageInfo.endCursor;
    }
    const last = at(start + 1439 * 5000);
    expect(pages).toEqual(['a', 'b', 'c'].map((name) => `demo:${name} ${last}`));
  });

  it('belong to metrics, of which the declared ones say what they are', async () => {
    const { data } = await ask<{
      metrics: { edges: { node: { name: string; subjects: string[]; series: number } }[] };
    }>(`{ metrics(first: 100) { edges { node {
      name unit kind description seriesCount subjectCount subjects lastSeen } } } }`);
    const nodes = data?.metrics.edges.map(({ node }) => node) ?? [];
    expect(nodes.find(({ name }) => name === 'demo.size_bytes')).toMatchObject({
      unit: 'bytes',
      kind: 'GAUGE',
      description: null,
      seriesCount: 2,
      subjectCount: 2,
      subjects: ['demo:a', 'demo:b'],
    });
    expect(nodes.find(({ name }) => name === 'hawkwatch.memory_rss_bytes')).toMatchObject({
      unit: 'bytes',
      seriesCount: 0,
      lastSeen: null,
    });
  });
});
