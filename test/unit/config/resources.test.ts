import { describe, expect, it } from 'vitest';

import { parseConfiguration } from '../../../src/config/file.ts';

const parse = (text: string) =>
  parseConfiguration(text, { path: '/etc/hawkwatch/hawkwatch.yaml', env: {} });

describe('the section resources', () => {
  it('has defaults, and takes what is said', () => {
    expect(parse('resources: {}').resources).toEqual(parse('databases: []').resources);
    const { resources, databases } = parse(`
resources:
  host: { watch: false, interval: 1min, excludeMounts: ["/mnt/*"] }
  databases: { watch: false }
databases:
  - { name: shop, url: "postgres://h/shop", resources: { interval: 5s, watch: false } }
  - { name: notes, url: "sqlite:notes.db" }
`);
    expect(resources).toEqual({
      host: { watch: false, intervalMs: 60_000, excludeMounts: ['/mnt/*'] },
      databases: { watch: false },
    });
    expect(databases.map((database) => database.resources)).toEqual([
      { watch: false, intervalMs: 5_000 },
      { watch: true, intervalMs: 30_000 },
    ]);
  });

  it.each([
    ['resources: { host: { interval: 1s } }', /5s at least/],
    ['resources: { host: { intervall: 10s } }', /interval/],
    ['resources: { databases: { watch: perhaps } }', /true or false/],
    ['resources: { host: { excludeMounts: /mnt } }', /list|array/i],
    ['databases: [{ name: a, url: "postgres://h/a", resources: { interval: 2s } }]', /5s at least/],
  ])('refuses %s', (text, reason) => {
    expect(() => parse(text)).toThrow(reason);
  });
});
