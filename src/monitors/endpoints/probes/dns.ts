// DNS: a name has records of a type, and the expected ones are among them.
import { Resolver } from 'node:dns/promises';
import net from 'node:net';

import { coerceError } from '../../../core/errors.ts';
import { ProbeFailure } from '../found.ts';
import { defineProbe, type ProbeContext } from '../probe.ts';
import type { DnsSettings } from '../settings.ts';

const longestShown = 200;

export const dnsProbe = defineProbe<DnsSettings>({
  description: 'A name has records of a type in DNS, and the expected ones are among them.',
  target: ({ name, type, server }) =>
    server === undefined ? `${name} ${type}` : `${name} ${type} at ${server}`,
  secrets: () => [],
  run: async (settings, context) => {
    const { found, clock } = context;
    const resolver = await resolverFor(settings, context);
    found.doing = 'waiting for the DNS server';
    const beganMs = clock.monotonicMs();
    const records = await ask(resolver, settings, context);
    found.phases.firstByte = clock.monotonicMs() - beganMs;
    if (records.length === 0) throw new ProbeFailure(`there is no record of type ${settings.type}`);
    const missing = settings.expect.filter(
      (record) => !records.some((one) => sameRecord(one, record)),
    );
    if (missing.length === 0) return;
    const shown = records.join(', ').slice(0, longestShown);
    throw new ProbeFailure(
      `the answer (${shown}) lacks ${missing.join(', ').slice(0, longestShown)}`,
    );
  },
});

async function resolverFor(
  { server }: DnsSettings,
  { network, timeoutMs }: ProbeContext,
): Promise<Resolver> {
  // Twice within the time: a datagram may be lost.
  const resolver = new Resolver({ timeout: Math.max(250, Math.floor(timeoutMs / 3)), tries: 2 });
  if (server !== undefined) {
    const { host, port } = splitServer(server);
    const [address] = await network.resolve(host);
    if (address === undefined) throw new ProbeFailure(`the name ${host} has no address`);
    resolver.setServers([net.isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`]);
  }
  return resolver;
}

/** Host and port of a DNS server. */
export function splitServer(server: string): { readonly host: string; readonly port: number } {
  if (net.isIP(server) !== 0) return { host: server, port: 53 };
  const [, host = server, port = '53'] = /^(.*?)(?::(\d{1,5}))?$/.exec(server) ?? [];
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port) };
}

async function ask(
  resolver: Resolver,
  { name, type }: DnsSettings,
  { signal }: ProbeContext,
): Promise<readonly string[]> {
  const onAbort = (): void => resolver.cancel();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    signal.throwIfAborted();
    return await readers[type](resolver, name);
  } catch (error) {
    signal.throwIfAborted();
    throw describe(error, type);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

type Reader = (resolver: Resolver, name: string) => Promise<readonly string[]>;

const readers: Readonly<Record<DnsSettings['type'], Reader>> = {
  A: (resolver, name) => resolver.resolve4(name),
  AAAA: (resolver, name) => resolver.resolve6(name),
  CNAME: (resolver, name) => resolver.resolveCname(name),
  NS: (resolver, name) => resolver.resolveNs(name),
  PTR: (resolver, name) =>
    net.isIP(name) === 0 ? resolver.resolvePtr(name) : resolver.reverse(name),
  TXT: async (resolver, name) => (await resolver.resolveTxt(name)).map((parts) => parts.join('')),
  MX: async (resolver, name) =>
    (await resolver.resolveMx(name)).map(({ priority, exchange }) => `${priority} ${exchange}`),
  SRV: async (resolver, name) =>
    (await resolver.resolveSrv(name)).map(
      ({ priority, weight, port, name: host }) => `${priority} ${weight} ${port} ${host}`,
    ),
  CAA: async (resolver, name) =>
    (await resolver.resolveCaa(name)).map(({ critical, ...properties }) => {
      const [property] = Object.entries(properties);
      return `${critical} ${property?.join(' ') ?? ''}`;
    }),
  SOA: async (resolver, name) => {
    const { nsname, hostmaster, serial } = await resolver.resolveSoa(name);
    return [`${nsname} ${hostmaster} ${serial}`];
  },
};

/** Names compare without regard to case and to the final dot. */
function sameRecord(one: string, two: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replace(/\.$/, '');
  return one === two || plain(one) === plain(two);
}

const meanings: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no such name',
  ESERVFAIL: 'the DNS server failed (SERVFAIL)',
  EREFUSED: 'the DNS server refuses to answer (REFUSED)',
  ETIMEOUT: 'the DNS server did not answer',
  ECONNREFUSED: 'no DNS server listens there',
  EBADRESP: 'the DNS server answered with what is no DNS',
  EBADNAME: 'it is no name that DNS can have',
};

function describe(error: unknown, type: string): ProbeFailure {
  const cause = coerceError(error);
  const code = 'code' in cause ? String(cause.code) : cause.message;
  if (code === 'ENODATA') return new ProbeFailure(`there is no record of type ${type}`, { cause });
  return new ProbeFailure(meanings[code] ?? `DNS gave no answer (${code})`, { cause });
}
