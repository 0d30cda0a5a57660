// Whether a container is a database server, and why it is thought to be one. Pure. Of the environment
// only the keys come in, never a value; of commands only the names of programs come out.
//
//   label hawkwatch.kind        decides alone: a kind of database, or `none`
//   label hawkwatch.ignore      the container is none
//   a test's or one-off's       none: it will be gone before anybody can look at it
//   an image of another kind    none, and which: exporter, pooler, tool …
//   a client is run             none, whatever the image
//   anything else               the product with the highest score, when it reaches `leastScore`
//
// Evidence is independent, so the scores of a product join as chances do: 1 - (1 - a)(1 - b)…
import { databaseProducts } from './database-images.ts';
import type { DatabaseProduct, RecognisedEngine } from './database-product.ts';
import { parseImageName, type ImageName } from './image-name.ts';
import {
  clientPrograms,
  companionImages,
  databaseWords,
  type CompanionRole,
} from './not-databases.ts';

/** What of a container is looked at. */
export interface ContainerTraits {
  /** As the container was made with: `postgres:16`. */
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Keys alone. */
  readonly environmentKeys: readonly string[];
  /** Ports inside the container that are exposed or published, by TCP. */
  readonly ports: readonly number[];
  /** Names of the programs it starts: of the entry point and of the command. */
  readonly programs: readonly string[];
  /** Names of the programs of its health check. */
  readonly checkPrograms: readonly string[];
}

export interface RecognisedDatabase {
  readonly verdict: 'DATABASE';
  readonly engine: RecognisedEngine;
  readonly product: string;
  /** 1 to 100: how sure it is. */
  readonly score: number;
  /** In sentences, the strongest first. */
  readonly reasons: readonly string[];
  /** Where it listens inside the container; null when nobody can tell. */
  readonly port: number | null;
}

export interface ExcludedContainer {
  readonly verdict: 'EXCLUDED';
  readonly role: CompanionRole;
  readonly reasons: readonly string[];
}

/** Null: it has nothing to do with a database. */
export type Recognition = RecognisedDatabase | ExcludedContainer | null;

export const kindLabel = 'hawkwatch.kind';
export const ignoreLabel = 'hawkwatch.ignore';
export const portLabel = 'hawkwatch.port';

const leastScore = 40;
const weights = {
  knownImage: 0.95,
  likelyImage: 0.7,
  serverKeys: 0.7,
  sharedKeys: 0.3,
  port: 0.4,
  check: 0.6,
} as const;
const shownKeys = 3;

/** What a container is, as far as databases are concerned. */
export function recogniseDatabase(traits: ContainerTraits): Recognition {
  const image = parseImageName(traits.image);
  return byLabel(traits, image) ?? byCompany(traits, image) ?? byEvidence(traits, image);
}

function excluded(role: CompanionRole, reason: string): ExcludedContainer {
  return { verdict: 'EXCLUDED', role, reasons: [reason] };
}

function byLabel(traits: ContainerTraits, image: ImageName): Recognition {
  const { labels } = traits;
  const kind = labels[kindLabel]?.trim().toLowerCase() ?? '';
  if (isTrue(labels[ignoreLabel])) return excluded('IGNORED', `the label ${ignoreLabel} says so`);
  if (['none', 'ignore', 'off', 'false'].includes(kind)) {
    return excluded('IGNORED', `the label ${kindLabel} says so`);
  }
  if (kind === '') return null;
  const wanted = databaseProducts.find((product) => wordsOf(product).includes(kind));
  // Timescale's image is told apart although the label says postgres only.
  const found = byEvidence(traits, image);
  const closer =
    found?.verdict === 'DATABASE' && found.engine === wanted?.engine && found.engine !== 'OTHER'
      ? found
      : null;
  return {
    verdict: 'DATABASE',
    engine: wanted?.engine ?? 'OTHER',
    product: closer?.product ?? wanted?.product ?? shownWord(kind),
    score: 100,
    reasons: [
      wanted === undefined
        ? `the label ${kindLabel} names a kind that hawkwatch does not know`
        : `the label ${kindLabel} says so`,
      ...(closer?.reasons ?? []),
    ],
    port: portOf(traits, wanted),
  };
}

function wordsOf({ product, words = [] }: DatabaseProduct): readonly string[] {
  const name = product.toLowerCase();
  return [name, name.replaceAll(/[^a-z0-9]/g, ''), ...words];
}

// A label may hold anything.
function shownWord(kind: string): string {
  return /^[a-z0-9][a-z0-9 ._-]{0,40}$/.test(kind) ? kind : 'unknown';
}

function isTrue(text: string | undefined): boolean {
  return ['true', '1', 'yes', 'on'].includes(text?.trim().toLowerCase() ?? '');
}

function byCompany(traits: ContainerTraits, image: ImageName): Recognition {
  const { labels, programs } = traits;
  if (isTrue(labels['org.testcontainers'])) {
    return excluded('TEMPORARY', 'Testcontainers started it for a test');
  }
  if (isTrue(labels['com.docker.compose.oneoff'])) {
    return excluded('TEMPORARY', 'Compose started it for one command (`docker compose run`)');
  }
  const looksLikeOne = bestOf(traits, image) !== undefined;
  // `web` is anybody's word, and `supabase/postgres` is known whatever else it is called.
  const isTold =
    (looksLikeOne || databaseWords.test(image.base)) &&
    !databaseProducts.some(({ images }) => matchesPath(image, images));
  for (const { role, words, images, bases } of companionImages) {
    if (matchesPath(image, images) || (isTold && bases.test(image.base))) {
      return excluded(role, `the image ${image.repository} is ${words}`);
    }
  }
  const client = programs.find((program) => clientPrograms.has(program));
  if (client === undefined || !looksLikeOne) return null;
  return excluded('CLIENT', `it runs ${client}, which is no server`);
}

function byEvidence(traits: ContainerTraits, image: ImageName): Recognition {
  const best = bestOf(traits, image);
  if (best === undefined) return null;
  const { product, score, reasons } = best;
  return {
    verdict: 'DATABASE',
    engine: product.engine,
    product: product.product,
    score,
    reasons,
    port: portOf(traits, product),
  };
}

interface Weighed {
  readonly product: DatabaseProduct;
  readonly score: number;
  readonly reasons: readonly string[];
}

/** The most likely product; of two that are as likely, the one that is named first. */
function bestOf(traits: ContainerTraits, image: ImageName): Weighed | undefined {
  let best: Weighed | undefined;
  for (const product of databaseProducts) {
    const weighed = weigh(product, traits, image);
    if (weighed.score >= leastScore && weighed.score > (best?.score ?? 0)) best = weighed;
  }
  return best;
}

function weigh(product: DatabaseProduct, traits: ContainerTraits, image: ImageName): Weighed {
  const { keys, sharedKeys, clientKeys, checks } = product;
  const found: { readonly weight: number; readonly reason: string }[] = [];
  const { repository } = image;
  if (matchesPath(image, product.images)) {
    found.push({ weight: weights.knownImage, reason: `${repository} is an image of it` });
  } else if (product.bases.test(image.base)) {
    found.push({ weight: weights.likelyImage, reason: `${repository} is called like its images` });
  }
  const serverKeys = matching(traits.environmentKeys, keys);
  const shared = matching(traits.environmentKeys, sharedKeys);
  const clients = matching(traits.environmentKeys, clientKeys);
  if (serverKeys.length > 0) {
    const reason = `its environment has ${listed(serverKeys)}, as servers have`;
    found.push({ weight: weights.serverKeys, reason });
  }
  // Whoever is told where a server is has the user and password of that one.
  if (shared.length > 0 && clients.length === 0) {
    const reason = `its environment has ${listed(shared)}, as servers and clients have`;
    found.push({ weight: weights.sharedKeys, reason });
  }
  const port = traits.ports.find((one) => product.ports.includes(one));
  if (port !== undefined) found.push({ weight: weights.port, reason: `it listens on ${port}` });
  const check = checks && traits.checkPrograms.find((program) => checks.test(program));
  if (check !== undefined) {
    found.push({ weight: weights.check, reason: `its health is asked with ${check}` });
  }
  const chance = 1 - found.reduce((left, { weight }) => left * (1 - weight), 1);
  const strongestFirst = found.toSorted((one, two) => two.weight - one.weight);
  return {
    product,
    score: Math.round(chance * 100),
    reasons: strongestFirst.map(({ reason }) => reason),
  };
}

function matching(keys: readonly string[], form: RegExp | undefined): readonly string[] {
  return form === undefined ? [] : keys.filter((key) => form.test(key));
}

function listed(keys: readonly string[]): string {
  const more = keys.length - shownKeys;
  const shown = keys.slice(0, shownKeys).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** The port of the label, else the product's first that is open, else the only open one. */
function portOf(traits: ContainerTraits, product: DatabaseProduct | undefined): number | null {
  const { ports, labels } = traits;
  const told = Number(labels[portLabel]);
  if (Number.isInteger(told) && told > 0 && told < 65_536) return told;
  const usual = product === undefined ? [] : usualPorts(product);
  return usual.find((port) => ports.includes(port)) ?? onlyOf(ports) ?? usual[0] ?? null;
}

// A flavour listens where the engine does.
function usualPorts({ engine, ports, usualPort }: DatabaseProduct): readonly number[] {
  if (usualPort !== undefined) return [usualPort];
  if (ports.length > 0 || engine === 'OTHER') return ports;
  return databaseProducts.find((product) => product.engine === engine)?.ports ?? [];
}

function onlyOf(ports: readonly number[]): number | undefined {
  return ports.length === 1 ? ports[0] : undefined;
}

/** True when the repository, or its end behind a mirror's prefix, is one of the images. */
function matchesPath(
  { registry, repository, isLibrary }: ImageName,
  images: readonly string[],
): boolean {
  if (repository === '') return false;
  const parts = repository.split('/');
  const isOfficial = isLibrary || (parts.length === 1 && registry === null);
  return images.some((image) => {
    const wanted = image.split('/');
    if (wanted.length > parts.length) return false;
    // An official image has no owner; another registry's `postgres` is somebody's own.
    if (wanted.length === 1 && !isOfficial) return false;
    const tail = parts.slice(parts.length - wanted.length);
    return wanted.every((word, index) => matchesWord(word, tail[index] ?? ''));
  });
}

function matchesWord(pattern: string, word: string): boolean {
  const [before = '', after] = pattern.split('*');
  return after === undefined
    ? word === pattern
    : word.length >= before.length + after.length &&
        word.startsWith(before) &&
        word.endsWith(after);
}
