// What a container is called, whatever its id: compose's project, service and number, else its name. A
// recreated container is the same one; that is what alerts and histories go by.

/** What compose says of a container. */
export interface ComposeIdentity {
  readonly project: string;
  readonly service: string;
  readonly number: string;
  /** Changes with the service's configuration. */
  readonly configHash: string | null;
}

type Labels = Readonly<Record<string, string>>;

const prefix = 'com.docker.compose.';
const longest = 255;

const cut = (text: string): string => text.slice(0, longest);

/** Null for what compose did not make, and for one-off commands, which share a service's number. */
export function composeOf(labels: Labels): ComposeIdentity | null {
  const project = labels[`${prefix}project`];
  const service = labels[`${prefix}service`];
  const number = labels[`${prefix}container-number`];
  if (!project || !service || !number) return null;
  if (labels[`${prefix}oneoff`]?.toLowerCase() === 'true') return null;
  const configHash = labels[`${prefix}config-hash`] ?? null;
  return {
    project: cut(project),
    service: cut(service),
    number: cut(number),
    configHash: configHash && cut(configHash),
  };
}

/** A name as people write it; the daemon puts a slash before it. */
export function plainName(name: string): string {
  return cut(name.replace(/^\//, ''));
}

/** The key of a container on its daemon. */
export function keyOf(name: string, labels: Labels): string {
  const compose = composeOf(labels);
  return compose === null
    ? plainName(name)
    : `${compose.project}/${compose.service}/${compose.number}`;
}

const keptLabels =
  /^(com\.docker\.compose\.(project|service|container-number|config-hash|version|oneoff)|org\.opencontainers\.image\.(title|version|revision|vendor)|hawkwatch\.[a-z0-9_.-]{1,60})$/;

/** The labels that may be stored: others hold secrets at times, as those of proxies do. */
export function allowedLabels(labels: Labels): Record<string, string> {
  const kept = Object.entries(labels).filter(([name]) => keptLabels.test(name));
  return Object.fromEntries(kept.slice(0, 40).map(([name, value]) => [name, cut(value)]));
}
