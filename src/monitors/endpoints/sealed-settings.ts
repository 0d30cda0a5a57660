// The settings of an endpoint of the API, sealed with this hawkwatch's key and bound to the endpoint's
// name. What was declared is sealed, not what it came to mean: it is read by the rules of the version that
// reads it. What does not open is a problem in words, no exception.
import type { RegisteredEndpoint } from '../../store/registered-endpoints.ts';
import type { Sealer } from '../../store/sealing.ts';
import type { EndpointSettings } from './settings.ts';

/** Reads a declaration by the rules of the configuration file; gives faults instead of throwing. */
export type ReadDeclaration = (
  declaration: unknown,
) =>
  | { readonly settings: EndpointSettings; readonly faults: null }
  | { readonly settings: null; readonly faults: readonly DeclarationFault[] };

export interface DeclarationFault {
  /** As `http.url`. */
  readonly path: string;
  readonly message: string;
}

const contextOf = (name: string): string => `registered-endpoint:${name}`;

/** Seals a declaration. */
export function sealDeclaration(
  sealer: Sealer,
  name: string,
  declaration: unknown,
): Pick<RegisteredEndpoint, 'keyId' | 'sealedSettings'> {
  const plain = Buffer.from(JSON.stringify(declaration));
  return { keyId: sealer.keyId, sealedSettings: sealer.seal(plain, contextOf(name)) };
}

export type OpenedEndpoint =
  | { readonly settings: EndpointSettings; readonly declaration: unknown; readonly problem: null }
  | { readonly settings: null; readonly declaration: null; readonly problem: string };

/** The settings of a registered endpoint, or why they cannot be read here and what to do. */
export function openDeclaration(
  sealer: Sealer,
  { name, keyId, sealedSettings }: RegisteredEndpoint,
  read: ReadDeclaration,
): OpenedEndpoint {
  const failed = (problem: string): OpenedEndpoint => ({
    settings: null,
    declaration: null,
    problem,
  });
  if (keyId !== sealer.keyId) {
    return failed(
      `its settings were sealed with another key (${keyId}, here it is ${sealer.keyId}): set ` +
        'HAWKWATCH_SECRET_KEY to that key, or register it again',
    );
  }
  let declaration: unknown;
  try {
    declaration = JSON.parse(sealer.open(sealedSettings, contextOf(name)).toString());
  } catch {
    // The key is the right one, so the bytes are not what was written.
    return failed('its sealed settings were changed in the store: register it again');
  }
  const { settings, faults } = read(declaration);
  if (settings !== null) return { settings, declaration, problem: null };
  const [first] = faults;
  const what = first === undefined ? 'are not valid' : `: ${first.path} ${first.message}`;
  return failed(`its settings cannot be used any more (${what}): register it again`);
}
