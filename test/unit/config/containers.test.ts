// The section `containers`: which daemons it comes to, and what is refused.
import { describe, expect, it } from 'vitest';

import { ConfigurationError } from '../../../src/config/configuration-error.ts';
import { parseConfiguration } from '../../../src/config/file.ts';

const parse = (text: string) =>
  parseConfiguration(text, { path: '/etc/hawkwatch/hawkwatch.yaml', env: {} }).containers;

function faultsOf(text: string): string[] {
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.faults.map(({ where, line, message }) => `${where}:${line} ${message}`);
  }
  return [];
}

describe('the section containers', () => {
  it('watches no daemon unless it says so', () => {
    expect(parse('')).toEqual({
      daemons: [],
      reconcileMs: 120_000,
      keepMs: 2_592_000_000,
      stats: { intervalMs: 15_000 },
    });
  });

  it('takes auto for the usual socket, where there is one', () => {
    expect(parse('containers: { daemons: auto }').daemons).toEqual([
      { name: 'local', socket: '/var/run/docker.sock', tls: undefined, optional: true },
    ]);
  });

  it('takes sockets and addresses, with paths made absolute', () => {
    const text = `
containers:
  reconcile: 1min
  keep: 7d
  daemons:
    - { name: here, socket: run/docker.sock }
    - name: there
      address: tcp://docker.internal:2376
      tls: { ca: tls/ca.pem, cert: tls/cert.pem, key: tls/key.pem }
    - { name: six, address: "tcp://[fd00::7]:2375" }
`;
    const six = { host: 'fd00::7', port: 2375 };
    expect(parse(text)).toMatchObject({
      reconcileMs: 60_000,
      keepMs: 604_800_000,
      stats: { intervalMs: 15_000 },
      daemons: [
        { name: 'here', socket: '/etc/hawkwatch/run/docker.sock', optional: false },
        {
          name: 'there',
          address: { host: 'docker.internal', port: 2376 },
          tls: {
            ca: '/etc/hawkwatch/tls/ca.pem',
            cert: '/etc/hawkwatch/tls/cert.pem',
            key: '/etc/hawkwatch/tls/key.pem',
          },
        },
        { name: 'six', address: six },
      ],
    });
  });

  it('tells every fault with its line', () => {
    const text = `
containers:
  reconcile: 1s
  daemons:
    - { name: a }
    - { name: b, socket: /x.sock, address: "tcp://h:1" }
    - { name: c, address: "http://h:1" }
    - { name: d, socket: /d.sock, tls: {} }
    - { name: f, address: "tcp://h:2376", tls: { cert: c.pem } }
    - { name: g, adress: "tcp://h:2376" }
`;
    expect(faultsOf(text)).toMatchInlineSnapshot(`
      [
        "containers.reconcile:3 must be 10s at least",
        "containers.daemons[0]:5 needs one of socket and address",
        "containers.daemons[1]:6 needs one of socket and address",
        "containers.daemons[2].address:7 must be tcp://HOST:PORT",
        "containers.daemons[3].tls:8 is only for an address",
        "containers.daemons[4].tls:9 needs both cert and key, or neither",
        "containers.daemons[5].adress:10 is not a known key; did you mean address?",
        "containers.daemons[5]:10 needs one of socket and address",
      ]
    `);
  });

  it('refuses a name or a place that is there twice', () => {
    const text = `
containers:
  daemons:
    - { name: d, socket: /d.sock }
    - { name: d, socket: /e.sock }
    - { name: e, socket: /e.sock }
    - { name: f, address: "tcp://h:1" }
    - { name: g, address: "tcp://h:1" }
`;
    expect(faultsOf(text)).toMatchInlineSnapshot(`
      [
        "containers.daemons[1].name:5 is there twice",
        "containers.daemons[2].socket:6 is another entry of this list already",
        "containers.daemons[4].address:8 is another entry of this list already",
      ]
    `);
  });

  it('says what may stand there instead of a list', () => {
    expect(faultsOf('containers: { daemons: all }')).toMatchInlineSnapshot(`
      [
        "containers.daemons:1 must be auto, or a list of daemons",
      ]
    `);
  });
});
