// Reads `hawkwatch.yaml`: text to `Configuration`, or one error with all faults and their lines.
// It opens no file but the configuration, and connects to nothing.
import { createReadStream } from 'node:fs';
import { dirname, resolve } from 'node:path';

import { coerceError } from '../core/errors.ts';
import { ConfigurationError, type ConfigurationFault } from './configuration-error.ts';
import type { Configuration, DatabaseConfiguration } from './configuration.ts';
import { nearestWord } from './did-you-mean.ts';
import { readDocument, type ConfigurationDocument } from './document.ts';
import { nameFaults, schemaFaults } from './faults.ts';
import { fileSchema, type FileContent } from './file-schema.ts';
import { expandReferences } from './references.ts';

/** The size of the largest configuration file that is read. */
export const maxFileBytes = 1_048_576;

export interface ParseConfigurationOptions {
  /** The file's absolute path: folders are relative to it. */
  readonly path: string;
  readonly env: NodeJS.ProcessEnv;
  /** The migration tools there are; without them any name is taken. */
  readonly tools?: readonly string[] | undefined;
}

function toDatabase(
  database: FileContent['databases'][number],
  directory: string,
): DatabaseConfiguration {
  const { lockTimeout, retries, waitForRun } = database.locks;
  return {
    ...database,
    migrations: database.migrations.map((source) => ({
      ...source,
      folder: resolve(directory, source.folder),
    })),
    locks: { lockTimeoutMs: lockTimeout, retries, waitForRunMs: waitForRun },
  };
}

function toolFaults(
  databases: readonly DatabaseConfiguration[],
  tools: readonly string[],
  document: ConfigurationDocument,
): ConfigurationFault[] {
  return databases.flatMap((database, index) =>
    database.migrations.flatMap(({ tool }, source) => {
      if (tools.includes(tool)) return [];
      const { where, line } = document.locate(['databases', index, 'migrations', source, 'tool']);
      const nearest = nearestWord(tool, tools);
      const hint =
        nearest === undefined ? `known are ${tools.join(', ')}` : `did you mean ${nearest}?`;
      return [{ where, line, message: `is not a known migration tool; ${hint}` }];
    }),
  );
}

const byLine = (left: ConfigurationFault, right: ConfigurationFault): number =>
  (left.line ?? 0) - (right.line ?? 0);

function fail(path: string, faults: readonly ConfigurationFault[]): never {
  throw new ConfigurationError(path, faults.toSorted(byLine));
}

/** What a configuration file's text means; throws one `ConfigurationError` with all its faults. */
export function parseConfiguration(
  text: string,
  options: ParseConfigurationOptions,
): Configuration {
  const { path, env, tools } = options;
  if (Buffer.byteLength(text) > maxFileBytes) {
    fail(path, [{ where: '', message: `is larger than ${maxFileBytes} bytes` }]);
  }
  const document = readDocument(text, (value) => expandReferences(value, env));
  const { data, faults } = document;
  if (data === undefined && faults.length > 0) fail(path, faults);
  const parsed = fileSchema.safeParse(data ?? {});
  if (!parsed.success) {
    const told = new Set(faults.map((fault) => fault.where));
    // A value whose reference cannot be replaced is not there yet: nothing more is said about it.
    const others = [...schemaFaults(parsed.error.issues, document), ...nameFaults(data, document)];
    fail(path, [...faults, ...others.filter((fault) => !told.has(fault.where))]);
  }
  const databases = parsed.data.databases.map((database) => toDatabase(database, dirname(path)));
  const others = [
    ...faults,
    ...nameFaults(data, document),
    ...(tools === undefined ? [] : toolFaults(databases, tools, document)),
  ];
  if (others.length > 0) fail(path, others);
  return { ...parsed.data, databases };
}

const readFailures: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  EACCES: 'may not be read by this user',
  EISDIR: 'is a directory, not a file',
  ENOTDIR: 'is not there: a part of its path is no directory',
  ELOOP: 'is a symbolic link that leads to itself',
};

async function readText(path: string): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    // One byte more than allowed is enough to know; a device or pipe never ends by itself.
    for await (const chunk of createReadStream(path, { end: maxFileBytes })) {
      chunks.push(Buffer.from(chunk));
    }
  } catch (error) {
    const cause = coerceError(error);
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : 'unknown reason';
    fail(path, [{ where: '', message: readFailures[code] ?? `cannot be read (${code})` }]);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return fail(path, [{ where: '', message: 'is not UTF-8 text' }]);
  }
}

/** Reads and parses the configuration file at `path`; throws `ConfigurationError`. */
export async function readConfiguration(
  options: ParseConfigurationOptions,
): Promise<Configuration> {
  return parseConfiguration(await readText(options.path), options);
}
