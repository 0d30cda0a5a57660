import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { dayMs } from '../../../src/metrics/analysis/time-series.ts';
import { findDatabaseByName } from '../../../src/store/databases.ts';
import { parseTable } from '../../support/csv.ts';
import { hostileName, shopClock, shopNow, storeMeasuredShop } from '../../support/measured-shop.ts';
import { chooseSeed } from '../../support/seeded.ts';
import { ask, at, codeOf, send, textAt } from './clients.ts';
import { startService, type TestService } from './service.ts';

const seed = chooseSeed();
const told = `seed ${seed}`;
let service: TestService;

beforeAll(async () => {
  service = await startService({ clock: shopClock });
  const shop = await findDatabaseByName(service.store.q, 'shop');
  await storeMeasuredShop(service.store, seed, shop?.id ?? '');
}, 120_000);
afterAll(async () => {
  await service.close();
});

const query = (text: string) => ask(service.url, service.tokens.viewer, text);

const series = 'series { metric subject labels unit }';

describe('what is usual, over the API', () => {
  it('is told with its figures, season, forecasts and confidence', async () => {
    const data = await query(`{ metricBaselines(first: 50, filter: {
      metrics: ["endpoint.duration_ms", "host.disk_used_percent", "hawkwatch.memory_rss_bytes"] }) {
        pageInfo { hasNextPage } edges { node { ${series} silence computedAt
          baseline { average p50 p95 sampleSize standardDeviation medianDeviation driftPerDay
            seasonality { season explained reason } awaitsAdoption shiftedAt
            expected(at: "2026-10-06T03:00:00Z") { low centre high } confidence { score word } }
          forecasts { limit side silence crossesAt earliest latest
            trend { slopePerDay } confidence { word } } } } } }`);
    const edges = at(data, 'metricBaselines.edges');
    expect(edges, told).toMatchObject([
      {
        node: {
          series: {
            metric: 'endpoint.duration_ms',
            subject: 'endpoint:=cmd|</td><script>alert(1)</script>|[x](javascript:1)"\',`@all',
          },
          baseline: { seasonality: { season: 'NONE' } },
        },
      },
      {
        node: {
          series: { subject: 'endpoint:checkout' },
          silence: null,
          baseline: {
            sampleSize: 8064,
            seasonality: { season: 'HOUR_OF_WEEK' },
            confidence: { word: expect.stringMatching(/MEDIUM|HIGH/) },
          },
          forecasts: [],
        },
      },
      {
        node: {
          series: { metric: 'hawkwatch.memory_rss_bytes' },
          computedAt: null,
          baseline: null,
          silence: expect.stringContaining('not watched'),
        },
      },
      {
        node: {
          series: { labels: { mount: '/var/lib' } },
          forecasts: [{ limit: 100, side: 'ABOVE', silence: null, confidence: { word: 'HIGH' } }],
        },
      },
    ]);
    // 52 + 1.35 a day is 100 after 35.6 days.
    const crossesAt = Date.parse(
      textAt(data, 'metricBaselines.edges.3.node.forecasts.0.crossesAt'),
    );
    expect((crossesAt - shopNow.getTime()) / dayMs, told).toBeCloseTo(6.5, 0);
  });

  it('is paged', async () => {
    const page = (args: string) =>
      query(`{ metricBaselines(${args}) { pageInfo { hasNextPage endCursor }
        edges { cursor node { ${series} } } } }`);
    const all = at(await page('first: 100'), 'metricBaselines.edges');
    const first = await page('first: 3');
    const rest = await page(
      `first: 100, after: "${textAt(first, 'metricBaselines.pageInfo.endCursor')}"`,
    );
    const edges = [at(first, 'metricBaselines.edges'), at(rest, 'metricBaselines.edges')].flat();
    expect(edges).toEqual(all);
    const wrong = await send(
      service.url,
      service.tokens.viewer,
      '{ metricBaselines(after: "bm9uZQ") { edges { cursor } } }',
    );
    expect(codeOf(wrong)).toBe('INVALID_INPUT');
  });
});

describe('trends, over the API', () => {
  it('are computed for a window, with a forecast for a limit', async () => {
    const data = await query(`{ metricTrends(days: 14, above: 100,
      filter: { subjects: ["host:db1"] }) { edges { node { ${series} silence
        trend { direction slopePerDay slopeLowPerDay slopeHighPerDay rSquared sampleSize bucketMs
          from to level spread confidence { score word } }
        forecast { silence crossesAt } } } } }`);
    const edges = at(data, 'metricTrends.edges');
    expect(edges, told).toMatchObject([
      { node: { series: { metric: 'host.cpu_percent' } } },
      {
        node: {
          series: { metric: 'host.disk_used_percent' },
          trend: { direction: 'RISING', confidence: { word: 'HIGH' } },
          forecast: { silence: null },
        },
      },
      { node: { series: { metric: 'host.memory_used_percent' }, forecast: { crossesAt: null } } },
    ]);
    const trend = at(data, 'metricTrends.edges.1.node.trend');
    expect(at(trend, 'slopePerDay'), told).toBeCloseTo(1.35, 1);
    expect(at(trend, 'rSquared'), told).toBeGreaterThan(0.95);
  });

  it('are refused with all that is wrong', async () => {
    const answer = await send(
      service.url,
      service.tokens.viewer,
      '{ metricTrends(first: 50, days: 365, above: 1, below: 0) { edges { cursor } } }',
    );
    expect(codeOf(answer)).toBe('INVALID_INPUT');
  });
});

describe('anomalies, over the API', () => {
  it('are told with their evidence, newest first', async () => {
    const fields = `${series} anomalyId direction since until endReason peakAt actual expected
      expectedLow expectedHigh score buckets sampleSize season confidence { score word }`;
    const data = await query(`{ metricAnomalies(filter: { open: true, minConfidence: 0.5,
      metrics: ["endpoint.duration_ms"] }) { edges { cursor node { ${fields} } } } }`);
    expect(at(data, 'metricAnomalies.edges'), told).toMatchObject([
      {
        node: {
          series: { subject: 'endpoint:checkout' },
          direction: 'ABOVE',
          until: null,
          endReason: null,
          season: 'HOUR_OF_WEEK',
          sampleSize: 8064,
          confidence: { word: expect.stringMatching(/MEDIUM|HIGH/) },
        },
      },
    ]);
    const node = at(data, 'metricAnomalies.edges.0.node');
    expect(at(node, 'actual'), told).toBeGreaterThan(5_000);
    expect(at(node, 'expectedHigh'), told).toBeLessThan(2_000);
    const none = await query('{ metricAnomalies(filter: { subjects: [] }) { edges { cursor } } }');
    expect(at(none, 'metricAnomalies.edges')).toEqual([]);
  });
});

describe('the report of operations', () => {
  const get = (search: string, token: string | undefined = service.tokens.viewer) =>
    fetch(new URL(`/exports/operations?${search}`, service.url), {
      headers: token === '' ? {} : { authorization: `Bearer ${token}` },
    });
  const from = 'from=2026-10-05T00:00:00Z';

  it('tells over GraphQL how it went', async () => {
    const data = await query(`{ operationsReport(from: "2026-10-05T00:00:00Z") {
      from to notes runs { total succeeded failed p50Ms p95Ms p99Ms longestMs long }
      runsByDatabase { database total } api { total failed errorRate mostRunning
        memoryPerOperationBytes durations { percentile usualMs worstMs } }
      memory { subject deltaBytes mostBytes } caches { cache hitRatio }
      thresholds { name severity limit what times unit peak peakAt } } }`);
    expect(at(data, 'operationsReport'), told).toMatchObject({
      from: '2026-10-05T00:00:00.000Z',
      to: '2026-10-06T00:02:00.000Z',
      runs: { total: 12, succeeded: 11, failed: 1, longestMs: 200_000, long: 1 },
      runsByDatabase: [{ database: 'shop', total: 12 }],
      memory: [{ subject: 'hawkwatch:db1' }],
      caches: [{ cache: 'documents' }],
      thresholds: [
        { name: 'Error rate', severity: 'CRITICAL' },
        { name: 'API', severity: 'ERROR', what: 'endpoint.duration_ms of endpoint:checkout' },
        { name: 'Memory', severity: 'ERROR', peak: '93 %', unit: 'minutes' },
        { name: 'Long task', severity: 'WARNING', times: 1, unit: 'runs' },
      ],
    });
    const api = at(data, 'operationsReport.api');
    expect(at(api, 'failed'), told).toBe(360);
    expect(at(api, 'errorRate'), told).toBeGreaterThan(0.005);
    expect(at(api, 'durations.1.usualMs'), told).toBeGreaterThan(15);
  });

  it('is one HTML file in which names are not markup', async () => {
    const response = await get(from);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe(
      'attachment; filename="operations-2026-10-06.html"',
    );
    const html = await response.text();
    const folder = process.env['HAWKWATCH_TEST_KEEP'];
    if (folder !== undefined) {
      await mkdir(folder, { recursive: true });
      await writeFile(path.join(folder, 'operations.html'), html);
      await writeFile(
        path.join(folder, 'operations.md'),
        await (await get(`${from}&format=markdown`)).text(),
      );
      await writeFile(
        path.join(folder, 'operations.csv'),
        await (await get(`${from}&format=csv`)).text(),
      );
    }
    expect(html).not.toContain('<script');
    expect(html).not.toMatch(/(src|href|url\()\s*=?\s*["'(]?https?:/);
    expect(html).toContain('&lt;/td&gt;&lt;script&gt;');
    expect(html.match(/<svg /g)?.length).toBeGreaterThan(5);
    expect(html).toContain('prefers-color-scheme:dark');
  });

  it('is a table for spreadsheets that run nothing', async () => {
    const response = await get(`${from}&format=csv`);
    expect(response.headers.get('content-type')).toMatch(/^text\/csv/);
    const rows = parseTable(await response.text());
    const find = (section: string, figure: string) =>
      rows.find((row) => row['section'] === section && row['figure'] === figure);
    expect(find('migrations', 'total')).toMatchObject({
      subject: 'all',
      value: '12',
      unit: 'runs',
    });
    expect(find('threshold', 'Memory above 85 %')).toMatchObject({ unit: 'minutes' });
    expect(find('anomaly', 'ABOVE')?.['remark']).toContain('8064 buckets');
    const dangerous = rows.filter((row) =>
      Object.values(row).some((cell) => /^[=+@\t]/.test(cell)),
    );
    expect(dangerous).toEqual([]);
    expect(rows.some((row) => row['subject']?.includes(hostileName))).toBe(true);
  });

  it('is Markdown and JSON', async () => {
    const markdown = await (await get(`${from}&format=markdown`)).text();
    expect(markdown).toMatch(/^# Operations from 2026-10-05 00:00 to 2026-10-06 00:02 UTC/);
    expect(markdown).not.toContain('<script');
    expect(markdown).not.toMatch(/[^\\]\]\(javascript/);
    for (const line of markdown.split('\n').filter((one) => one.startsWith('|'))) {
      const bars = line.replaceAll(/\\./g, '').match(/\|/g)?.length ?? 0;
      expect([3, 4, 5, 6, 7, 8, 11]).toContain(bars);
    }
    const json: unknown = await (await get(`${from}&format=json`)).json();
    expect(at(json, 'runs.total')).toBe(12);
    expect(at(json, 'series.0.line')).toHaveLength(120);
  });

  it('names nobody', async () => {
    for (const format of ['html', 'json', 'csv', 'markdown']) {
      const text = await (await get(`${from}&format=${format}`)).text();
      // Whoever triggered the runs.
      expect(text).not.toMatch(/\bci\b/);
      expect(text).not.toContain('127.0.0.1');
    }
  });

  it('is refused with what is wrong', async () => {
    expect((await get(from, '')).status).toBe(401);
    const wrong = await get('from=yesterday&format=pdf');
    expect(wrong.status).toBe(400);
    expect(await wrong.text()).toMatch(/`format` must be one of.*`from` must be a time/);
    expect((await get('from=2026-01-01')).status).toBe(400);
    expect((await get('from=2030-01-01')).status).toBe(400);
    const posted = await fetch(new URL('/exports/operations', service.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${service.tokens.viewer}` },
    });
    expect(posted.status).toBe(405);
  });

  it('is told, empty as it is, of a time when nothing was there', async () => {
    const text = await (await get('from=2026-08-01&to=2026-08-02&format=markdown')).text();
    expect(text).toContain('No migrations ran');
    expect(text).toContain('No limit was exceeded');
  });
});
