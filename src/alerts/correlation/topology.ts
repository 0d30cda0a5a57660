// How things hang together: a graph of databases, endpoints, containers, services, hosts and environments
// whose edges say how much a change at one end explains trouble at the other. Pure; made of what is stored
// and configured. A path's strength is the product of its edges; paths do not lead on through a host, an
// environment or a compose project, because everything is connected by those.
import { fitsPattern } from '../../core/matchers.ts';
import type { Labels } from '../../core/alerts.ts';
import type { TopologyService } from '../../core/correlation.ts';

export interface TopologyFacts {
  readonly databases: readonly {
    readonly name: string;
    readonly environment: string | null;
    readonly labels: Labels;
  }[];
  readonly endpoints: readonly {
    readonly name: string;
    readonly environment: string | null;
    readonly database: string | null;
    readonly labels: Labels;
  }[];
  readonly containers: readonly {
    readonly key: string;
    readonly host: string;
    /** Name of the database that runs in it. */
    readonly database: string | null;
    /** Of compose; empty without. */
    readonly project: string;
    readonly service: string;
    readonly labels: Labels;
  }[];
  readonly services: readonly TopologyService[];
}

export interface Topology {
  /** Everything that is connected with an object, and how strongly (1: the object itself). */
  reach(object: string): ReadonlyMap<string, number>;
  /** What is as strongly connected with one of these objects, or more; the objects themselves, too. */
  near(objects: readonly string[], least: number): readonly string[];
  /** Where an object belongs, if that is known. */
  environmentOf(object: string): string | undefined;
}

/** The name of a container: keys are unique on a host only. */
export const containerObject = (host: string, key: string): string => `container:${host}/${key}`;

const strengths = {
  serviceMember: 0.9,
  runsIn: 0.95,
  standsFor: 0.85,
  likeNamed: 0.8,
  partlyNamed: 0.7,
  project: 0.6,
  host: 0.55,
  environment: 0.4,
} as const;

const weakest = 0.15;
const mostVisited = 5000;
const mostKept = 5000;

/** Labels that name a service, in this product and in others. */
const serviceLabels = ['service', 'app', 'app.kubernetes.io/name', 'component'] as const;

interface Named {
  readonly object: string;
  /** The words of each of its names. */
  readonly names: readonly (readonly string[])[];
}

/** Makes the graph. */
export function createTopology(facts: TopologyFacts): Topology {
  const edges = new Map<string, Map<string, number>>();
  // Of an object's edges: an environment has thousands, and nearly always all of them are too weak to look at.
  const strongest = new Map<string, number>();
  const half = (from: string, to: string, strength: number): void => {
    const known = edges.get(from) ?? new Map<string, number>();
    known.set(to, Math.max(known.get(to) ?? 0, strength));
    edges.set(from, known);
    strongest.set(from, Math.max(strongest.get(from) ?? 0, strength));
  };
  const connect = (one: string, other: string, strength: number): void => {
    half(one, other, strength);
    half(other, one, strength);
  };
  const connectLabels = (object: string, labels: Labels): void => {
    for (const label of serviceLabels) {
      const name = Object.hasOwn(labels, label) ? labels[label] : undefined;
      if (name !== undefined && name !== '') {
        connect(object, `service:${name}`, strengths.serviceMember);
      }
    }
  };
  // By each of their words, so that a service is compared with those only that share one with it.
  const named = new Map<string, Set<Named>>();
  const nameIt = (object: string, names: readonly string[]): void => {
    const one = { object, names: names.map(wordsOf) };
    for (const word of one.names.flat()) {
      const known = named.get(word) ?? new Set();
      named.set(word, known.add(one));
    }
  };

  for (const { name, environment, labels } of facts.databases) {
    const object = `database:${name}`;
    edges.set(object, edges.get(object) ?? new Map());
    if (environment !== null) connect(object, `environment:${environment}`, strengths.environment);
    connectLabels(object, labels);
  }
  for (const { name, environment, database, labels } of facts.endpoints) {
    const object = `endpoint:${name}`;
    nameIt(object, [name]);
    edges.set(object, edges.get(object) ?? new Map());
    if (environment !== null) connect(object, `environment:${environment}`, strengths.environment);
    if (database !== null) connect(object, `database:${database}`, strengths.standsFor);
    connectLabels(object, labels);
  }
  for (const { key, host, database, project, service, labels } of facts.containers) {
    const object = containerObject(host, key);
    nameIt(object, [key, service]);
    connect(object, `host:${host}`, strengths.host);
    if (database !== null) connect(object, `database:${database}`, strengths.runsIn);
    if (project !== '') connect(object, `project:${host}/${project}`, strengths.project);
    connectLabels(object, labels);
  }
  const fits = (patterns: readonly string[], name: string): boolean =>
    patterns.some((pattern) => fitsPattern(pattern, name));
  for (const { name, endpoints, databases, containers } of facts.services) {
    const join = (member: string): void =>
      connect(member, `service:${name}`, strengths.serviceMember);
    for (const one of facts.endpoints) if (fits(endpoints, one.name)) join(`endpoint:${one.name}`);
    for (const one of facts.databases) if (fits(databases, one.name)) join(`database:${one.name}`);
    for (const { host, key } of facts.containers) {
      if (fits(containers, key)) join(containerObject(host, key));
    }
  }

  // An endpoint that is called like a container leads to it.
  const called = new Map<string, string[]>();
  const callName = (name: string): string => wordsOf(name).join(' ');
  for (const { key, host, service } of facts.containers) {
    for (const name of new Set([callName(key), callName(service)])) {
      if (name === '') continue;
      called.set(name, [...(called.get(name) ?? []), containerObject(host, key)]);
    }
  }
  for (const { name } of facts.endpoints) {
    for (const object of called.get(callName(name)) ?? []) {
      connect(`endpoint:${name}`, object, strengths.likeNamed);
    }
  }

  const environments = environmentsOf(facts);
  const keptNear = new Map<string, readonly string[]>();
  const kept = new Map<string, ReadonlyMap<string, number>>();
  // What is called like a service is taken for a part of it, less surely than what is said to be one.
  const alike = (object: string): readonly (readonly [string, number])[] => {
    if (!object.startsWith('service:')) return [];
    const words = wordsOf(object.slice('service:'.length));
    const telling = words.find((word) => !common.has(word));
    if (telling === undefined) return [];
    return [...(named.get(telling) ?? [])].flatMap(({ object: other, names }) => {
      const strength = Math.max(...names.map((name) => likeness(words, name)));
      return strength > 0 ? [[other, strength] as const] : [];
    });
  };
  const reachOne = (from: string): ReadonlyMap<string, number> => {
    const known = kept.get(from);
    if (known !== undefined) return known;
    const edgesFrom = (object: string, strength: number) => [
      ...(strength * (strongest.get(object) ?? 0) < weakest ? [] : (edges.get(object) ?? [])),
      ...alike(object),
    ];
    const found = spread(from, edgesFrom);
    if (kept.size >= mostKept) kept.clear();
    kept.set(from, found);
    return found;
  };
  return {
    reach: reachOne,
    near: (objects, least) => {
      const name = `${least} ${objects.join('\0')}`;
      const known = keptNear.get(name);
      if (known !== undefined) return known;
      const found = objects.flatMap((object) =>
        [...reachOne(object)].filter(([, strength]) => strength >= least).map(([one]) => one),
      );
      const all = [...new Set(found)];
      if (keptNear.size >= mostKept) keptNear.clear();
      keptNear.set(name, all);
      return all;
    },
    environmentOf: (object) => environments.get(object),
  };
}

// A container belongs where the database belongs that it, or another one of its compose project, runs.
function environmentsOf(facts: TopologyFacts): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { name, environment } of facts.databases) {
    if (environment !== null) found.set(`database:${name}`, environment);
  }
  for (const { name, environment } of facts.endpoints) {
    if (environment !== null) found.set(`endpoint:${name}`, environment);
  }
  const projects = new Map<string, string>();
  for (const { host, project, database } of facts.containers) {
    const environment = database === null ? undefined : found.get(`database:${database}`);
    if (environment !== undefined && project !== '')
      projects.set(`${host}/${project}`, environment);
  }
  for (const { key, host, project, database } of facts.containers) {
    const environment =
      (database === null ? undefined : found.get(`database:${database}`)) ??
      projects.get(`${host}/${project}`);
    if (environment !== undefined) found.set(containerObject(host, key), environment);
  }
  return found;
}

const leadsNowhere = (object: string): boolean => /^(host|environment|project):/.test(object);

function spread(
  from: string,
  edgesFrom: (object: string, strength: number) => readonly (readonly [string, number])[],
): ReadonlyMap<string, number> {
  const best = new Map<string, number>([[from, 1]]);
  // Whether the best path to an object has come through one that everything is connected by.
  const ended = new Set<string>();
  let front: readonly string[] = [from];
  for (let hops = 0; hops < 4 && front.length > 0 && best.size < mostVisited; hops += 1) {
    const next = new Set<string>();
    for (const object of front) {
      if (ended.has(object)) continue;
      const strength = best.get(object) ?? 0;
      for (const [other, edge] of edgesFrom(object, strength)) {
        const reached = strength * edge;
        if (reached < weakest || reached <= (best.get(other) ?? 0)) continue;
        best.set(other, reached);
        if (leadsNowhere(object) && object !== from) ended.add(other);
        else ended.delete(other);
        next.add(other);
      }
    }
    front = [...next];
  }
  return best;
}

/** The words of a name, as `checkout`, `api` of `checkout-api`; numbers are no words. */
export function wordsOf(name: string): readonly string[] {
  return name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && !/^\d+$/.test(word));
}

// Words that say what something is, not which one.
const common = new Set([
  'api',
  'app',
  'web',
  'service',
  'svc',
  'server',
  'prod',
  'production',
  'main',
]);

function likeness(service: readonly string[], other: readonly string[]): number {
  const telling = service.filter((word) => !common.has(word));
  if (telling.length === 0) return 0;
  if (!telling.every((word) => other.includes(word))) return 0;
  const rest = other.filter((word) => !service.includes(word) && !common.has(word));
  return rest.length === 0 ? strengths.likeNamed : strengths.partlyNamed;
}
