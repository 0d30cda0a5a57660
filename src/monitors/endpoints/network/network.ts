// How probes reach anything: names are resolved, each address is judged, and exactly the judged address is
// connected to, so that a name which resolves to something else a moment later changes nothing. Measures
// what it does.
import net from 'node:net';
import tls from 'node:tls';

import type { Clock } from '../../../core/clock.ts';
import { ProbeFailure, type Found } from '../found.ts';
import type { TlsExpectation } from '../settings.ts';
import { anyAddress, type AddressRules } from './address-rules.ts';
import { describeNetworkFailure } from './describe-failure.ts';
import { readAuthorities, readChain, judgeChain } from './certificates.ts';
import type { Lookup } from './lookup.ts';

export interface Place {
  readonly host: string;
  readonly port: number;
  /** Of a Unix socket, instead. */
  readonly path?: string;
}

export interface SecureOptions {
  /** What the certificate must be for. */
  readonly host: string;
  readonly expect: TlsExpectation;
  readonly protocols?: readonly string[] | undefined;
}

export interface Network {
  /** The addresses of a host, all of which may be reached. @throws ProbeFailure */
  resolve(host: string): Promise<readonly string[]>;
  /** A connected socket that the runner closes. @throws ProbeFailure */
  connect(place: Place): Promise<net.Socket>;
  /** TLS on a connected socket; the certificate is judged before anything else is sent. */
  secure(socket: net.Socket, options: SecureOptions): Promise<tls.TLSSocket>;
}

export interface NetworkOptions {
  readonly clock: Clock;
  readonly lookup: Lookup;
  readonly rules: AddressRules;
  readonly found: Found;
  readonly signal: AbortSignal;
}

const doings = {
  dns: 'resolving its name',
  connect: 'connecting',
  tls: 'shaking hands for TLS',
} as const;

const noUnixSockets = 'a Unix socket is only for endpoints of hawkwatch.yaml: give the URL a host';

const mostAddresses = 4;
/** How long one address may take while there is another one to try, in milliseconds. */
const patienceMs = 3000;

/** The network as one check sees it. */
export function createNetwork(options: NetworkOptions): Network {
  const { clock, lookup, rules, found, signal } = options;

  const measure = async <T>(
    phase: 'dns' | 'connect' | 'tls',
    work: () => Promise<T>,
  ): Promise<T> => {
    const beganMs = clock.monotonicMs();
    found.doing = doings[phase];
    try {
      return await work();
    } finally {
      found.phases[phase] = (found.phases[phase] ?? 0) + clock.monotonicMs() - beganMs;
    }
  };

  const resolve = async (host: string): Promise<readonly string[]> => {
    const bare = host.replace(/^\[(.*)\]$/, '$1');
    const addresses =
      net.isIP(bare) === 0 ? await measure('dns', () => lookup(bare, signal, clock)) : [bare];
    for (const address of addresses) refuseForbidden(rules, host, address);
    return addresses.slice(0, mostAddresses);
  };

  // The runner closes what is in `found.sockets`, at the deadline too.
  const dial = (
    to: { host: string; port: number } | { path: string },
    waitMs: number | null,
  ): Promise<net.Socket> =>
    new Promise((fulfil, reject) => {
      signal.throwIfAborted();
      const socket = net.connect({ ...to, noDelay: true });
      found.sockets.add(socket);
      const cancel =
        waitMs === null
          ? () => undefined
          : clock.setTimer(waitMs, () => {
              socket.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }));
            });
      // Stays: an error of a socket that nobody listens to would end the process.
      socket.on('error', reject);
      socket.once('close', () => {
        cancel();
        reject(new Error('closed'));
      });
      socket.once('connect', () => {
        cancel();
        fulfil(socket);
      });
    });

  return {
    resolve,
    connect: async ({ host, port, path }) => {
      if (path !== undefined) {
        if (rules !== anyAddress) throw new ProbeFailure(noUnixSockets);
        return measure('connect', () => dial({ path }, null)).catch((error: unknown) => {
          signal.throwIfAborted();
          throw describeNetworkFailure(error, { host, port });
        });
      }
      const addresses = await resolve(host);
      return measure('connect', async () => {
        for (const [index, address] of addresses.entries()) {
          const isLast = index === addresses.length - 1;
          try {
            const socket = await dial({ host: address, port }, isLast ? null : patienceMs);
            refuseForbidden(rules, host, socket.remoteAddress ?? '');
            return socket;
          } catch (error) {
            signal.throwIfAborted();
            if (isLast || error instanceof ProbeFailure) {
              throw describeNetworkFailure(error, { host, port });
            }
          }
        }
        throw new ProbeFailure(`the name ${host} has no address`);
      });
    },
    secure: (socket, { host, expect, protocols }) =>
      measure('tls', async () => {
        const ca = expect.ca === undefined ? undefined : await readAuthorities(expect.ca);
        signal.throwIfAborted();
        const secure = await shakeHands(socket, found.sockets, {
          ...(ca === undefined ? {} : { ca }),
          ...(net.isIP(host) === 0 ? { servername: host } : {}),
          ...(protocols === undefined ? {} : { ALPNProtocols: [...protocols] }),
        }).catch((error: unknown) => {
          signal.throwIfAborted();
          throw describeNetworkFailure(error, { host, port: socket.remotePort ?? 0 });
        });
        const chain = readChain(secure);
        found.certificates = chain.map(({ facts }) => facts);
        const { faults, warning } = judgeChain(chain, {
          host,
          untrusted: secure.authorized ? null : String(secure.authorizationError),
          now: clock.now(),
          warnDays: expect.warnDays,
        });
        if (faults.length > 0 && expect.verify) {
          throw new ProbeFailure(`the certificate is not accepted: ${faults.join('; ')}`);
        }
        if (warning !== null) found.warnings.push(warning);
        return secure;
      }),
  };
}

function refuseForbidden(rules: AddressRules, host: string, address: string): void {
  const why = rules(address);
  if (why === null) return;
  const what = host === address ? `the address ${address}` : `the host ${host} (${address})`;
  throw new ProbeFailure(
    `${what} ${why}, which endpoints of the API may not reach: allow its network with ` +
      'endpointRules.allowPrivate, or declare the endpoint in hawkwatch.yaml',
  );
}

function shakeHands(
  socket: net.Socket,
  open: Found['sockets'],
  options: Omit<tls.ConnectionOptions, 'socket'>,
): Promise<tls.TLSSocket> {
  return new Promise((fulfil, reject) => {
    // Judged afterwards: what was shown is told of also when it is refused.
    const secure = tls.connect({
      ...options,
      socket,
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
    });
    // From here on only the outer one may be closed, which closes the inner one: closed first, that would
    // take away memory under the feet of TLS.
    open.delete(socket);
    open.add(secure);
    const closed = (): void => {
      reject(Object.assign(new Error('closed'), { code: 'TLS_CLOSED' }));
    };
    secure.on('error', reject);
    secure.once('close', closed);
    socket.once('close', closed);
    secure.once('secureConnect', () => fulfil(secure));
  });
}
