// The corpus of SQL migrations in test/fixtures/corpus, what hawkwatch says of it, and how that
// compares with squawk. `npm run corpus:accept` writes what the tests then hold to.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { ImpactAssessment } from '../../src/core/impact.ts';
import { assessScripts } from '../../src/migrations/impact/assess.ts';
import { noFacts } from '../../src/migrations/impact/facts.ts';
import { readFileForm } from '../../src/migrations/impact/file-form.ts';
import type { ImpactRule } from '../../src/migrations/impact/rule.ts';
import { toolOfFiles } from '../../src/migrations/impact/tool-of-text.ts';
import { impactRules } from '../../src/migrations/impact/rules/registry.ts';
import { decodeSource } from '../../src/sql/source-text.ts';
import { runSquawk } from './squawk.ts';
import { compareFindings, type ComparedRule } from './squawk-comparison.ts';
import type { ComparedFile } from './squawk-scope.ts';

const root = path.join(import.meta.dirname, '../..');
export const corpusFolder = path.join(root, 'test/fixtures/corpus');
export const verdictsFile = path.join(corpusFolder, 'verdicts.json');
export const explanationsFile = path.join(corpusFolder, 'squawk-disagreements.json');
export const comparisonPage = path.join(root, 'docs/impact.md');

/** Both tools are told so; it is the newest whose grammar both know. */
const version = 18;

export interface CorpusFile extends ComparedFile {
  /** Undefined when its bytes are no text. */
  readonly text: string | undefined;
}

/** All files, by name. */
export function readCorpus(): readonly CorpusFile[] {
  return readdirSync(corpusFolder)
    .filter((name) => name.endsWith('.sql'))
    .toSorted()
    .map((file) => {
      const bytes = readFileSync(path.join(corpusFolder, file));
      const decoded = decodeSource(bytes);
      return { file, bytes, text: decoded.ok ? decoded.text : undefined };
    });
}

/** Every rule is asked, also those that are off unless asked for. */
const optIn = impactRules
  .filter((rule: ImpactRule) => rule.optIn === true)
  .map((rule: ImpactRule) => rule.id);

/** What hawkwatch says of one file, when it runs it itself; or else when a tool wraps it, or not. */
export function assessCorpusFile(
  { file, bytes }: ComparedFile,
  toolWraps?: boolean,
): ImpactAssessment {
  const files = [{ version: null, file, bytes }];
  return assessScripts({
    files,
    facts: noFacts,
    assumedVersion: version,
    optIn,
    tool: toolOfFiles(files) ?? 'sql',
    ...(toolWraps === undefined ? {} : { toolWraps }),
  });
}

/** Risk, confidence, and the ids of the rules that found something. */
export type CorpusVerdict = readonly [string, number, readonly string[]];

export function verdictOf({ risk, confidence, findings }: ImpactAssessment): CorpusVerdict {
  return [risk, confidence, [...new Set(findings.map((finding) => finding.rule))].toSorted()];
}

/** Rules of squawk's that the installed version does not have yet, or that are about itself. */
const absent = new Set([
  'ban-duplicate-column-assignments',
  'unused-ignore',
  'require-timeout-settings',
]);

/** hawkwatch's rules that squawk has as well, with its names for them. */
export const namesInSquawk: ReadonlyMap<string, readonly string[]> = new Map(
  impactRules.flatMap((rule: ImpactRule): [string, readonly string[]][] => {
    const names = (rule.alsoKnownAs?.squawk ?? []).filter((name) => !absent.has(name));
    return names.length === 0 ? [] : [[rule.id, names]];
  }),
);

/** Both tools on the whole corpus, each file in a transaction unless its comments say otherwise. */
export function compareWithSquawk(corpus: readonly CorpusFile[]): readonly ComparedRule[] {
  // squawk ends at the first file that is no UTF-8.
  const readable = corpus.filter(({ bytes }) => isUtf8(bytes));
  const own = readable.map((file) => assessCorpusFile(file, true));
  const texts = readable.map((file) => ({ ...file, text: file.text ?? '' }));
  const wantsNone = (file: CorpusFile): boolean =>
    readFileForm(file.text ?? '', toolOfFiles([file])).noTransaction;
  const namesOf = (files: readonly CorpusFile[]): string[] => files.map(({ file }) => file);
  const wrapped = namesOf(readable.filter((file) => !wantsNone(file)));
  const bare = namesOf(readable.filter(wantsNone));
  const squawk = [
    ...runSquawk(corpusFolder, wrapped, { assumeInTransaction: true }),
    ...runSquawk(corpusFolder, bare, { assumeInTransaction: false }),
  ];
  // What a comment puts aside was found all the same.
  return compareFindings(
    texts,
    own.flatMap(({ findings, ignored }) => [...findings, ...ignored]),
    squawk,
    namesInSquawk,
  );
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    // The only way to ask.
    return false;
  }
}

export interface Explanation {
  readonly id: string;
  /** `squawk`: PostgreSQL itself shows that squawk is wrong there; `both`: either view can be held. */
  readonly verdict: 'squawk' | 'both';
  readonly explanation: string;
  /** As `file.sql:2 rule`. */
  readonly squawkOnly: readonly string[];
  readonly hawkwatchOnly: readonly string[];
}

export function readExplanations(): readonly Explanation[] {
  return JSON.parse(readFileSync(explanationsFile, 'utf8')) as readonly Explanation[];
}

const placesOfRule = (rule: Pick<Explanation, 'squawkOnly' | 'hawkwatchOnly'>): string[] => [
  ...rule.squawkOnly.map((place) => `squawk only: ${place}`),
  ...rule.hawkwatchOnly.map((place) => `hawkwatch only: ${place}`),
];

/** Disagreements without an explanation, and explanations of what is no disagreement. */
export function checkExplanations(
  rules: readonly ComparedRule[],
  explanations: readonly Explanation[],
): { readonly unexplained: readonly string[]; readonly stale: readonly string[] } {
  const found = new Set(rules.flatMap(placesOfRule));
  const explained = new Set(explanations.flatMap(placesOfRule));
  return {
    unexplained: [...found].filter((place) => !explained.has(place)),
    stale: [...explained].filter((place) => !found.has(place)),
  };
}

/** The rules without the places where squawk is shown to be wrong. */
export function withoutErrors(
  rules: readonly ComparedRule[],
  explanations: readonly Explanation[],
): readonly ComparedRule[] {
  const wrong = explanations.filter((one) => one.verdict === 'squawk');
  const squawk = new Set(wrong.flatMap((one) => one.squawkOnly));
  const own = new Set(wrong.flatMap((one) => one.hawkwatchOnly));
  return rules.map((rule) => ({
    ...rule,
    squawkOnly: rule.squawkOnly.filter((place) => !squawk.has(place)),
    hawkwatchOnly: rule.hawkwatchOnly.filter((place) => !own.has(place)),
  }));
}
