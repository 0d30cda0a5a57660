// What is known of a kind of database server: how its images, environment keys, ports and health checks
// look. How that is weighed is in `recognise.ts`.

export const recognisedEngines = [
  'POSTGRESQL',
  'MYSQL',
  'MONGODB',
  'REDIS',
  'ELASTICSEARCH',
  'OTHER',
] as const;
export type RecognisedEngine = (typeof recognisedEngines)[number];

/** A kind of server; its engine is what hawkwatch calls it, its product what its makers do. */
export interface DatabaseProduct {
  readonly product: string;
  readonly engine: RecognisedEngine;
  /** Other words for it in the label `hawkwatch.kind`. */
  readonly words?: readonly string[];
  /**
   * Repositories whose owner is known: the whole path, or its end behind a mirror's prefix. A `*` stands
   * for anything but a slash. One without a slash is an official image.
   */
  readonly images: readonly string[];
  /** The last part of a repository of anybody. */
  readonly bases: RegExp;
  /** Environment keys that only the server has. */
  readonly keys: RegExp;
  /** Keys that its clients have as well. */
  readonly sharedKeys?: RegExp;
  /** Keys that say where a server is: whoever has one is a client. */
  readonly clientKeys?: RegExp;
  /** Ports of TCP that tell it, the one that clients use first. */
  readonly ports: readonly number[];
  /** Where it listens, when others listen there as well. */
  readonly usualPort?: number;
  /** Programs of its health checks. */
  readonly checks?: RegExp;
}

const version = String.raw`(?:[-_.]?v?\d+(?:[._-]?\d+)*)?`;
const suffix =
  '(?:[-_](?:alpine|server|db|database|ha|oss|slim|debian|rhel\\d+|c\\d+s?|el\\d+|standalone|single|cluster|node|primary|replica|master|slave|main))*';
export const base = (names: string): RegExp => new RegExp(`^(?:${names})${version}${suffix}$`);
export const nothing = /^(?!)/;
