// Which addresses may be reached for an endpoint that came over the API: whoever may register one must
// not use hawkwatch to look into the network it stands in. Judges addresses, never names: a name says
// nothing about what it resolves to the next time.
import ipaddr from 'ipaddr.js';

/** Why an address may not be reached, or null when it may. */
export type AddressRules = (address: string) => string | null;

/** For endpoints of the configuration file: whoever writes that may reach anything. */
export const anyAddress: AddressRules = () => null;

// Public by its number, but within Azure it is the platform itself.
const platformAddresses = new Set(['168.63.129.16']);
// All that is routed on the Internet; below it are forms that carry an IPv4 address.
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

const kinds: Readonly<Record<string, string>> = {
  loopback: 'of this machine itself',
  unspecified: 'of this machine itself',
  private: 'of a private network',
  uniqueLocal: 'of a private network',
  carrierGradeNat: 'of a private network',
  linkLocal: 'of the local link, where cloud metadata is',
};

/** Public addresses, and those within the networks (CIDR) that are allowed. */
export function publicAddresses(allowed: readonly string[]): AddressRules {
  const networks = allowed.map((cidr) => ipaddr.parseCIDR(cidr));
  return (address) => {
    const bare = address.split('%', 1)[0] ?? '';
    if (!ipaddr.isValid(bare)) return 'is no address';
    // An IPv4 address in the clothes of an IPv6 one is what it is inside.
    const parsed = ipaddr.process(bare);
    const isAllowed = networks.some(
      (network) => network[0].kind() === parsed.kind() && parsed.match(network),
    );
    if (isAllowed) return null;
    const range = parsed.range();
    const isPublic =
      range === 'unicast' &&
      !platformAddresses.has(parsed.toString()) &&
      (parsed.kind() === 'ipv4' || parsed.match(globalUnicast));
    return isPublic ? null : `is ${kinds[range] ?? 'not a public address'}`;
  };
}
