// Where a container's server can be reached, and which configured database is one of these places. Pure:
// no name is looked up, so a database that is configured by another name of the host is not found here.
import { placeOf } from '../../../core/database-url.ts';
import type { ContainerRow } from '../../../store/containers.ts';

/** How whoever wants to connect gets there. */
export interface ReachablePlace {
  /** HOST: through a port of the host. NETWORK: from within the container's network. */
  readonly by: 'HOST' | 'NETWORK';
  readonly host: string;
  readonly port: number;
  /** The network, where it takes one. */
  readonly network: string | null;
}

export type PlacedContainer = Pick<
  ContainerRow,
  'id' | 'host' | 'name' | 'compose' | 'ports' | 'networks'
>;

const anyAddress = new Set(['', '0.0.0.0', '::']);
const maxPlaces = 50;

/** The places of a server in a container, the nearest to hand first; `port` is inside the container. */
export function placesOf(
  { host, ports, networks }: PlacedContainer,
  port: number | null,
): readonly ReachablePlace[] {
  if (port === null) return [];
  const published = ports
    .filter((one) => one.port === port && one.protocol === 'tcp' && one.hostPort !== null)
    .map(({ hostIp, hostPort }) => ({
      by: 'HOST' as const,
      host: anyAddress.has(hostIp ?? '') ? host : (hostIp ?? host),
      port: hostPort ?? port,
      network: null,
    }));
  const onHost = networks.some(({ name }) => name === 'host')
    ? [{ by: 'HOST' as const, host, port, network: null }]
    : [];
  const inside = networks.flatMap(({ name, address }) =>
    address === null ? [] : [{ by: 'NETWORK' as const, host: address, port, network: name }],
  );
  const all = [...published, ...onHost, ...inside];
  // IPv4 and IPv6 publish the same port twice.
  const unique = new Map(all.map((place) => [`${place.host}:${place.port}`, place]));
  return [...unique.values()].slice(0, maxPlaces);
}

export interface ConfiguredPlace {
  readonly host: string;
  readonly port: number;
}

const usualPort = 5432;

/** The hosts and ports of a URL; none for a file, a socket or what cannot be read. */
export function configuredPlaces(url: string): readonly ConfiguredPlace[] {
  let place;
  try {
    place = placeOf(url);
  } catch {
    // It was refused elsewhere, with its reason.
    return [];
  }
  const { host, port } = place;
  if (host === null) return [];
  return host.split(',').flatMap((one) => {
    const [, bracketed, plain = '', digits] =
      /^(?:\[([^\]]*)\]|([^:]*))(?::(\d{1,5}))?$/.exec(one.trim()) ?? [];
    const name = (bracketed ?? plain).toLowerCase();
    if (name === '' || name.startsWith('/')) return [];
    return { host: name, port: digits === undefined ? (port ?? usualPort) : Number(digits) };
  });
}

export interface KnownHost {
  /** Of the replica that looks. */
  readonly name: string;
  /** Its own addresses. */
  readonly addresses: ReadonlySet<string>;
}

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|::1|host\.docker\.internal|0\.0\.0\.0)$/;

/** True when the place is a port of the container's host, as seen from `here`. */
function isOnHost(place: ConfiguredPlace, container: PlacedContainer, here: KnownHost): boolean {
  const host = container.host.toLowerCase();
  if (place.host === host) return true;
  return (
    host === here.name.toLowerCase() &&
    (loopback.test(place.host) || here.addresses.has(place.host))
  );
}

/** How sure it is that a configured place leads to the container: 0 is no. */
export function closeness(
  place: ConfiguredPlace,
  container: PlacedContainer,
  port: number | null,
  here: KnownHost,
): 0 | 1 | 2 {
  const { ports, networks, name, compose } = container;
  const isInside = (inner: number): boolean => inner === (port ?? inner);
  const published = ports.some(
    (one) =>
      one.protocol === 'tcp' &&
      one.hostPort === place.port &&
      isInside(one.port) &&
      (isOnHost(place, container, here) || one.hostIp?.toLowerCase() === place.host),
  );
  if (published) return 2;
  if (port !== place.port) return 0;
  // Each host gives the same private addresses to its containers.
  const isHere = container.host.toLowerCase() === here.name.toLowerCase();
  if (networks.some((network) => network.address === place.host)) return isHere ? 2 : 1;
  const isHostNetwork = networks.some((network) => network.name === 'host');
  if (isHostNetwork) return isOnHost(place, container, here) ? 2 : 0;
  // Names are known inside a network only, and several projects have a `db`.
  const names = [name, compose?.service, ...networks.flatMap(({ aliases }) => aliases)];
  return names.some((one) => one?.toLowerCase() === place.host) ? 1 : 0;
}
