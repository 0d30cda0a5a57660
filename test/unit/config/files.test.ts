// The section `files` of the configuration.
import { describe, expect, it } from 'vitest';

import { parseConfiguration } from '../../../src/config/file.ts';

const parse = (text: string) => parseConfiguration(text, { path: '/etc/hawkwatch.yaml', env: {} });

describe('the section files', () => {
  it('has defaults, absolute paths, and takes one path for a list', () => {
    const { files } = parse('files:\n  - { name: conf, paths: conf }\n');
    expect(files).toEqual([
      {
        name: 'conf',
        paths: ['/etc/conf'],
        include: [],
        exclude: [],
        kind: 'auto',
        settleMs: 500,
        maxHashBytes: 33_554_432,
        keepMs: 7_776_000_000,
      },
    ]);
    expect(parse('').files).toEqual([]);
  });

  it('takes everything there is', () => {
    const [watch] = parse(
      'files:\n  - { name: a, paths: [/x, y], include: ["*.tf"], exclude: old, kind: terraform,\n' +
        '      database: shop, settle: 2s, maxHashBytes: 1, poll: 30s, keep: 7d }\n',
    ).files;
    expect(watch).toMatchObject({
      paths: ['/x', '/etc/y'],
      exclude: ['old'],
      kind: 'terraform',
      database: 'shop',
      settleMs: 2000,
      pollMs: 30_000,
    });
  });

  it.each([
    ['files:\n  - { name: a }', 'paths'],
    ['files:\n  - { name: a, paths: [] }', 'must be a list'],
    ['files:\n  - { name: a, paths: x, kind: other }', 'must be one of'],
    ['files:\n  - { name: a, paths: x, poll: 1ms }', '1s at least'],
    ['files:\n  - { name: a, paths: x, settle: 1ms }', '50ms at least'],
    ['files:\n  - { name: a, paths: x }\n  - { name: a, paths: y }', 'is there twice'],
    ['files:\n  - { name: a, paths: x, pol: 5s }', 'poll'],
  ])('%j is told', (text, fault) => {
    expect(() => parse(text)).toThrow(fault);
  });
});
