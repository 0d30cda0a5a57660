// The parts of a container image's name, as `registry:5000/team/postgres:16@sha256:…`. Pure.

export interface ImageName {
  /** Null: Docker Hub. */
  readonly registry: string | null;
  /** Lower case, `library/` left out: `postgres`, `bitnami/postgresql`; empty for a bare image id. */
  readonly repository: string;
  /** It is in a `library`, where Docker Hub and its mirrors keep official images. */
  readonly isLibrary: boolean;
  /** The last part of the repository. */
  readonly base: string;
  readonly tag: string | null;
  readonly digest: string | null;
}

const nothing = { registry: null, repository: '', isLibrary: false, base: '', tag: null };
const digestForm = /@([a-z0-9+._-]+:[0-9a-f]{32,128})$/i;
const idForm = /^(sha256:)?[0-9a-f]{12,64}$/i;

/** The parts of a name as Docker shows it; a text that is no name has an empty repository. */
export function parseImageName(text: string): ImageName {
  const [, digest = null] = digestForm.exec(text) ?? [];
  const named = digest === null ? text : text.slice(0, -(digest.length + 1));
  if (named === '' || named.length > 512 || idForm.test(named)) {
    return { ...nothing, digest: digest ?? named };
  }
  const lastSlash = named.lastIndexOf('/');
  const colon = named.indexOf(':', lastSlash + 1);
  const path = (colon === -1 ? named : named.slice(0, colon)).toLowerCase();
  const tag = colon === -1 ? null : named.slice(colon + 1);
  const [first = '', ...rest] = path.split('/');
  // As Docker does: the first part is a host when it looks like one.
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const parts = isHost ? rest : [first, ...rest];
  const onHub = !isHost || first === 'docker.io' || first.endsWith('.docker.io');
  const isLibrary = parts.at(-2) === 'library';
  const repository = parts.join('/').replace(/(^|\/)library\/(?=[^/]*$)/, '$1');
  return {
    registry: onHub ? null : first,
    repository,
    isLibrary,
    base: parts.at(-1) ?? '',
    tag,
    digest,
  };
}
