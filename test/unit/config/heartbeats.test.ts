// The sections `heartbeats` and `heartbeat`: what they mean, and what is wrong with them.
import { describe, expect, it } from 'vitest';

import { parseConfiguration } from '../../../src/config/file.ts';

const parse = (text: string) => parseConfiguration(text, { path: '/etc/hawkwatch.yaml', env: {} });
const token = 'sixteen-characters';

describe('heartbeats', () => {
  it('have a grace like their interval, at least ten seconds', () => {
    const { heartbeats } = parse(`heartbeats:
  - { name: backup, every: 1d, token: ${token} }
  - { name: worker, every: 2s, token: ${token} }
  - { name: exact, every: 1h, grace: 1s, token: ${token} }
`);
    expect(heartbeats).toEqual([
      { name: 'backup', everyMs: 86_400_000, graceMs: 86_400_000, token },
      { name: 'worker', everyMs: 2_000, graceMs: 10_000, token },
      { name: 'exact', everyMs: 3_600_000, graceMs: 1_000, token },
    ]);
  });

  it.each([
    ['- { name: a, token: sixteen-characters }', /every: is missing/],
    ['- { name: a, every: 10ms, token: sixteen-characters }', /every: must be 1s at least/],
    ['- { name: a, every: 1h, token: short }', /token: must have 16 characters at least/],
    ['- { name: a, every: 1h }', /token/],
    ['- { name: a, evry: 1h, token: sixteen-characters }', /evry/],
    [
      '- { name: a, every: 1h, token: sixteen-characters }\n  - { name: a, every: 1h, token: sixteen-characters }',
      /heartbeat/,
    ],
  ])('refuse %s', (entry, words) => {
    expect(() => parse(`heartbeats:\n  ${entry}\n`)).toThrow(words);
  });
});

describe('heartbeat', () => {
  it('is nothing, or a URL that is called every minute', () => {
    expect(parse('{}').heartbeat).toBeUndefined();
    const url = 'https://hc.example.com/ping/7a1c';
    expect(parse(`heartbeat: { url: '${url}' }`).heartbeat).toEqual({
      url,
      method: 'POST',
      everyMs: 60_000,
    });
    expect(parse(`heartbeat: { url: '${url}', method: GET, every: 30s }`).heartbeat).toEqual({
      url,
      method: 'GET',
      everyMs: 30_000,
    });
  });

  it.each([
    ["{ url: 'ftp://example.com/secret' }", /must be a URL/],
    ["{ url: 'https://example.com', every: 1ms }", /must be 1s at least/],
    ['{ every: 1min }', /url/],
  ])('refuses %s', (section, words) => {
    let said = '';
    try {
      parse(`heartbeat: ${section}\n`);
    } catch (error) {
      said = String(error);
    }
    expect(said).toMatch(words);
    expect(said).not.toContain('secret');
  });
});
