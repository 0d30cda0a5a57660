// What may be done, and how often containers are measured.
import { expect, test } from 'vitest';

import { ConfigurationError } from '../../../src/config/configuration-error.ts';
import { parseConfiguration } from '../../../src/config/file.ts';

const parse = (text: string) =>
  parseConfiguration(text, { path: '/etc/hawkwatch/hawkwatch.yaml', env: {} });

function faultOf(text: string): string {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults[0]?.message ?? '';
    throw error;
  }
  return 'none';
}

test('nothing may be done unless somebody says so', () => {
  expect(parse('').actions).toEqual({ restartContainers: false, rollBackMigrations: false });
  expect(parse('actions: {}').actions).toEqual({
    restartContainers: false,
    rollBackMigrations: false,
  });
  for (const yes of ['true', 'on', '"On"']) {
    expect(parse(`actions: { restartContainers: ${yes} }`).actions.restartContainers).toBe(true);
  }
  expect(parse('actions: { restartContainers: off }').actions.restartContainers).toBe(false);
});

test('an action that there is not, or a half yes, is refused', () => {
  expect(faultOf('actions: { restartContainer: on }')).toContain('restartContainers');
  expect(faultOf('actions: { restartContainers: maybe }')).toContain('must be on or off');
});

test('containers are measured every five seconds at most', () => {
  expect(parse('containers: { stats: { interval: 1min } }').containers.stats.intervalMs).toBe(
    60_000,
  );
  expect(faultOf('containers: { stats: { interval: 1s } }')).toBe('must be 5s at least');
});
