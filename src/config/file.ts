// Reads `hawkwatch.yaml`: text to `Configuration`, or one error with all faults and their lines.
// It opens no file but the configuration, and connects to nothing.
import { createReadStream } from 'node:fs';
import { dirname, resolve } from 'node:path';

import { coerceError } from '../core/errors.ts';
import { alertFaults, ruleEscalationFaults, type AlertRuleKnowledge } from './alert-faults.ts';
import { ConfigurationError, type ConfigurationFault } from './configuration-error.ts';
import type {
  CommandConfiguration,
  Configuration,
  ContainersConfiguration,
  DatabaseConfiguration,
  MigrationSourceConfiguration,
} from './configuration.ts';
import { fileDatabaseOf } from '../core/database-url.ts';
import { nearestWord } from './did-you-mean.ts';
import { readDocument, type ConfigurationDocument } from './document.ts';
import { nameFaults, schemaFaults } from './faults.ts';
import { fileSchema, type FileContent } from './file-schema.ts';
import { expandReferences } from './references.ts';
import {
  channelTemplateFaults,
  withChannelPathsFrom,
  type TemplateFault,
} from './sections/channels.ts';
import { withPathsFrom } from './sections/endpoints.ts';
import { escalationFaults } from './sections/escalation.ts';
import { routeFaults } from './sections/routes.ts';

/** The size of the largest configuration file that is read. */
export const maxFileBytes = 1_048_576;

export interface ParseConfigurationOptions {
  /** The file's absolute path: folders are relative to it. */
  readonly path: string;
  readonly env: NodeJS.ProcessEnv;
  /** The migration tools there are; without them any name is taken. */
  readonly tools?: readonly string[] | undefined;
  /** Looks at templates; without it any text is taken. */
  readonly templateFault?: TemplateFault | undefined;
  /** Hawkwatch's own alert rules, and what templates may be; without it that is not checked. */
  readonly alertRules?: AlertRuleKnowledge | undefined;
}

const repositoryUrl = /^[a-z][a-z0-9+]*:\/\/|^[^/]+@[^/]+:/;

const harmless = new Set(['PATH', 'HOME', 'LANG']);

/** What a command's environment holds; all values but those of harmless variables are secrets. */
function commandEnvironment(
  {
    pass,
    set,
  }: { readonly pass: readonly string[]; readonly set: Readonly<Record<string, string>> },
  env: NodeJS.ProcessEnv,
): Pick<CommandConfiguration, 'environment' | 'secrets'> {
  const passed = pass.flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const environment: Record<string, string> = { ...Object.fromEntries(passed), ...set };
  const secrets = Object.entries(environment)
    .filter(([name, value]) => !harmless.has(name) && value !== '')
    .map(([, value]) => value);
  return { environment, secrets };
}

function toSource(
  source: FileContent['databases'][number]['migrations'][number],
  directory: string,
  env: NodeJS.ProcessEnv,
): MigrationSourceConfiguration {
  const { folder, git, command } = source;
  const isUrl = git !== undefined && repositoryUrl.test(git.repository);
  return {
    ...source,
    folder: folder === undefined ? undefined : resolve(directory, folder),
    git:
      git === undefined || isUrl ? git : { ...git, repository: resolve(directory, git.repository) },
    command: command && {
      migrate: command.migrate,
      rollback: command.rollback,
      directory: resolve(directory, command.directory ?? '.'),
      timeoutMs: command.timeoutMs,
      ...commandEnvironment(command, env),
    },
  };
}

function toDatabase(
  database: FileContent['databases'][number],
  directory: string,
  env: NodeJS.ProcessEnv,
): DatabaseConfiguration {
  const { lockTimeout, retries, waitForRun } = database.locks;
  const file = fileDatabaseOf(database.url);
  const { queries } = database.schema;
  return {
    ...database,
    url: file === undefined ? database.url : `${file.scheme}:${resolve(directory, file.path)}`,
    schema: {
      ...database.schema,
      queries: queries === undefined ? undefined : resolve(directory, queries),
    },
    migrations: database.migrations.map((source) => toSource(source, directory, env)),
    locks: { lockTimeoutMs: lockTimeout, retries, waitForRunMs: waitForRun },
  };
}

function toContainers(
  containers: FileContent['containers'],
  directory: string,
): ContainersConfiguration {
  const absolute = (file: string | undefined): string | undefined =>
    file === undefined ? undefined : resolve(directory, file);
  return {
    ...containers,
    daemons: containers.daemons.map((daemon) => ({
      ...daemon,
      socket: absolute(daemon.socket),
      tls: daemon.tls && {
        ca: absolute(daemon.tls.ca),
        cert: absolute(daemon.tls.cert),
        key: absolute(daemon.tls.key),
      },
    })),
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
  const { path, env, tools, templateFault, alertRules } = options;
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
  const databases = parsed.data.databases.map((database) =>
    toDatabase(database, dirname(path), env),
  );
  const others = [
    ...faults,
    ...nameFaults(data, document),
    ...(tools === undefined ? [] : toolFaults(databases, tools, document)),
    ...escalationFaults(
      parsed.data.escalation,
      parsed.data.channels.map(({ name }) => name),
      document,
    ),
    ...ruleEscalationFaults(
      parsed.data.alerts,
      parsed.data.escalation.policies.map(({ name }) => name),
      document,
    ),
    ...(templateFault === undefined
      ? []
      : channelTemplateFaults(parsed.data.channels, document, templateFault)),
    ...routeFaults(
      parsed.data,
      parsed.data.channels.map(({ name }) => name),
      document,
    ),
    ...(alertRules === undefined ? [] : alertFaults(parsed.data.alerts, alertRules, document)),
  ];
  if (others.length > 0) fail(path, others);
  const endpoints = parsed.data.endpoints.map((one) => withPathsFrom(dirname(path), one));
  const containers = toContainers(parsed.data.containers, dirname(path));
  const files = parsed.data.files.map((watch) => ({
    ...watch,
    paths: [...new Set(watch.paths.map((one) => resolve(dirname(path), one)))],
  }));
  const channels = parsed.data.channels.map((one) => withChannelPathsFrom(dirname(path), one));
  return { ...parsed.data, databases, containers, endpoints, files, channels };
}

/** What is known of a database that no file names; the rest is as the file has it by default. */
export interface DatabaseDeclaration {
  readonly name: string;
  readonly url: string;
  readonly environment?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly schema?: {
    readonly interval?: string | undefined;
    readonly drift?: { readonly beforeRun?: 'off' | 'warn' | 'block' | undefined } | undefined;
  };
}

/** How a database would be configured that a file declares so; undefined when it may not. */
export function configureDatabase(
  declaration: DatabaseDeclaration,
): DatabaseConfiguration | undefined {
  const parsed = fileSchema.safeParse({ databases: [declaration] });
  const [database] = parsed.data?.databases ?? [];
  return database === undefined ? undefined : toDatabase(database, '/', {});
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
