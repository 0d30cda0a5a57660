// The file as it should not be: every fault is told, with its line, and no secret with it.
import { describe, expect, it } from 'vitest';

import { ConfigurationError } from '../../../src/config/configuration-error.ts';
import { maxFileBytes, parseConfiguration } from '../../../src/config/file.ts';

const path = '/etc/hawkwatch/hawkwatch.yaml';
const env = { URL: 'postgres://u:hunter2@h/d', BAD: 'mysql://u:hunter2@h/d', WORD: 'hunter2' };

function errorOf(text: string): ConfigurationError {
  try {
    parseConfiguration(text, { path, env, tools: ['sql', 'flyway'] });
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error('nothing was wrong');
}

const database = (lines: string): string =>
  `databases:\n  - name: a\n    url: embedded:a\n${lines.replaceAll(/^/gm, '    ')}`;

describe('a wrong configuration file', () => {
  it.each([
    ['databases: [', 1, '', 'bracket'],
    ['limits:\n\tdepth: 1', 2, '', 'tab'],
    ['a: "b', 1, '', 'missing'],
    ['a: 1\n---\nb: 2', 2, '', 'second document'],
    ['a: !secret x', 1, '', 'tag'],
    ['x: 1\n? [a]\n: 2', 2, '', 'plain text'],
    ['hello', 1, '', 'a section'],
    ['- a', 1, '', 'a section'],
    ['databases: *none', 1, 'databases', 'anchor'],
    ['database: []', 1, 'database', 'did you mean databases?'],
    ['limits:\n  colour: 1', 2, 'limits.colour', 'known here are depth, cost'],
    ['limits:\n  dpeth: 1', 2, 'limits.dpeth', 'did you mean depth?'],
    ['limits:\n  depth: 1\n  cost: 2\n  depth: 3', 4, 'limits.depth', 'first one is on line 2'],
    ['limits:\n  depth: 0', 2, 'limits.depth', 'whole number from 1'],
    ['limits:\n  depth: 1.5', 2, 'limits.depth', 'whole number from 1'],
    ['limits:\n  depth: many', 2, 'limits.depth', 'whole number from 1'],
    ['limits: []', 1, 'limits', 'section'],
    ['retention:\n  events: 30', 2, 'retention.events', '30d'],
    ['retention:\n  events: 0d', 2, 'retention.events', 'longer than nothing'],
    ['retention:\n  eventsHardLimit: 1d', 2, 'retention.eventsHardLimit', 'shorter'],
    ['retention:\n  minutes: 1d', 2, 'retention.minutes', 'not be shorter than samples'],
    ['retention:\n  rollups: 20d', 2, 'retention.rollups', 'not be shorter than minutes'],
    ['metrics:\n  public: maybe', 2, 'metrics.public', 'true or false'],
    ['metrics:\n  maxSeries: 5', 2, 'metrics.maxSeries', 'from 100'],
    ['metrics:\n  dogstatsd:\n    port: 70000', 3, 'metrics.dogstatsd.port', '65535'],
    ['metrics:\n  dogstatsd:\n    hots: x', 3, 'metrics.dogstatsd.hots', 'host'],
    ['statuses:\n  interval: 500ms', 2, 'statuses.interval', '1s at least'],
    ['statuses:\n  interval: 2d', 2, 'statuses.interval', '1d at most'],
    ['analysis:\n  include: host', 2, 'analysis.include', 'list'],
    ['analysis:\n  include:\n    - Host CPU', 3, 'analysis.include[0]', 'pattern'],
    ['analysis:\n  sensitivity: most', 2, 'analysis.sensitivity', 'low, normal or high'],
    ['analysis:\n  maxSeries: 20000', 2, 'analysis.maxSeries', '10000 at most'],
    ['analysis:\n  limits:\n    - metric: a.b', 3, 'analysis.limits[0]', 'above and below'],
    ['databases: { name: a }', 1, 'databases', 'list'],
    ['databases:\n  - a', 2, 'databases[0]', 'section'],
    ['databases:\n  -\n    url: embedded:a', 3, 'databases[0].name', 'is missing'],
    ['databases:\n  - name: a\n    url:', 3, 'databases[0].url', 'is missing'],
    ['databases:\n  - name: a\n    url: ${NONE}', 3, 'databases[0].url', 'variable NONE'],
    ['databases:\n  - name: a\n    url: ${BAD}', 3, 'databases[0].url', 'postgres://'],
    ['databases:\n  - name: a\n    url: embedded:postgres', 3, 'databases[0].url', 'needs itself'],
    ['databases:\n  - name: a\n    url: embedded:A/b', 3, 'databases[0].url', 'lower-case'],
    ['databases:\n  - name: Shop\n    url: ${URL}', 2, 'databases[0].name', 'lower-case'],
    [database('environment: a b'), 4, 'databases[0].environment', 'letters'],
    [database('labels: { team: 7 }'), 4, 'databases[0].labels.team', 'quotes'],
    [database('labels:\n  "a b": x'), 5, 'databases[0].labels.…', 'label'],
    [database('locks:\n  lockTimeout: 5'), 5, 'databases[0].locks.lockTimeout', '500ms'],
    [database('locks:\n  lockTimeout: 5m'), 5, 'databases[0].locks.lockTimeout', '10min'],
    [database('locks:\n  waitForRun: 25d'), 5, 'databases[0].locks.waitForRun', '24d'],
    [database('locks:\n  retries: -1'), 5, 'databases[0].locks.retries', 'from 0'],
    [database('migrations: ./m'), 4, 'databases[0].migrations', 'section'],
    [database('migrations:\n  tool: sql'), 4, 'databases[0].migrations.folder', 'is missing'],
    [
      database('migrations: { tool: flyway, folder: a, manifest: true }'),
      4,
      'databases[0].migrations',
      'needs one of folder, git and manifest, not several',
    ],
    [
      database('migrations: { folder: a, command: { migrate: [x] } }'),
      4,
      'databases[0].migrations',
      'has a command, but hawkwatch runs sources of the tool sql itself',
    ],
    [
      database('automatic: { hours: { from: "25:00", to: "06:00" } }'),
      4,
      'databases[0].automatic.hours.from',
      'must be a time as "22:30", in quotes',
    ],
    [
      database('automatic: { hours: { from: "22:00", to: "06:00", timeZone: Mars } }'),
      4,
      'databases[0].automatic.hours.timeZone',
      'is no time zone, as Europe/Berlin or UTC',
    ],
    [database('migrations:\n  folder: ${NONE}'), 5, 'databases[0].migrations.folder', 'NONE'],
    [
      database('migrations:\n  folder: m\n  tool: fylway'),
      6,
      'databases[0].migrations.tool',
      'flyway?',
    ],
    [
      database('migrations:\n  - folder: m\n    baseline: 0003'),
      6,
      'databases[0].migrations[0].baseline',
      'quotes',
    ],
    [
      database('migrations:\n  - folder: m\n    outOfOrder: maybe'),
      6,
      'databases[0].migrations[0].outOfOrder',
      'refuse or run',
    ],
    [
      database('migrations:\n  - folder: m\n  - folder: n\n    name: main'),
      7,
      'databases[0].migrations[1].name',
      'migration source on line 5',
    ],
  ])('%j is told on line %i', (text, line, where, message) => {
    const { faults } = errorOf(text);
    expect(faults).toEqual([{ line, where, message: expect.stringContaining(message) }]);
  });

  it('tells all faults together, in the order of their lines', () => {
    const error = errorOf(`
databases:
  - name: shop
    url: \${NONE}
    nmae: x
  - name: shop
    url: 5
    migrations: { folder: m, folder: n }
limits:
  depth: no
`);
    const told = error.faults.map(({ line, where }) => `${line} ${where}`);
    expect(told).toEqual([
      '4 databases[0].url',
      '5 databases[0].nmae',
      '6 databases[1].name',
      '7 databases[1].url',
      '8 databases[1].migrations.folder',
      '10 limits.depth',
    ]);
    expect(error.message).toMatch(/^6 faults in \/etc\/hawkwatch\/hawkwatch.yaml:\n {2}line 4, /);
  });

  it('bounds aliases of aliases', () => {
    const lines = ['a0: &a0 [x, x]'];
    for (let level = 1; level < 30; level += 1) {
      lines.push(`a${level}: &a${level} [*a${level - 1}, *a${level - 1}]`);
    }
    expect(errorOf(lines.join('\n')).faults[0]?.message).toContain('more aliases');
  });

  it('bounds nesting and alias cycles', () => {
    expect(errorOf('['.repeat(5_000) + ']'.repeat(5_000)).faults).toHaveLength(1);
    expect(errorOf('limits: &a [*a]').faults).toHaveLength(1);
  });

  it('bounds the size', () => {
    expect(errorOf(`#${'x'.repeat(maxFileBytes)}`).message).toContain('larger than');
  });

  it.each([
    'databases:\n  - name: a\n    url: postgres://u:hunter2@h:x/d',
    'databases:\n  - name: hunter2!\n    url: ${BAD}\n    environment: ${WORD} x',
    'databases:\n  - postgres://u:hunter2@h/d',
    'databases:\n  - url: "hunter2\n',
    'databases: [hunter2: {hunter2 "hunter2"]]\n@hunter2',
    'hunter2: *hunter2\n!hunter2 x: y',
    'databases:\n  - { name: a, url: embedded:a, "u:hunter2@h": 1, labels: { "hunter2@h": 1 } }',
    'databases:\n  - { name: a, url: "embedded:hunter2!", labels: { team: ["hunter2"] } }',
  ])('never repeats a value: %j', (text) => {
    // A key is shown, so the word stands only where a value is, or where no key can be.
    expect(errorOf(text).message.replaceAll(/, hunter2: /g, '')).not.toContain('hunter2');
  });
});
