// Puts together what hawkwatch is told: command line, environment and file. This is the one place
// that takes the process's own environment.
import type { AlertRuleKnowledge } from './alert-faults.ts';
import { parseArguments } from './arguments.ts';
import { ConfigurationError, mergeConfigurationErrors } from './configuration-error.ts';
import { configurationHash, type Configuration } from './configuration.ts';
import { parseEnvironment, type Environment } from './environment.ts';
import { readConfiguration } from './file.ts';
import { gitEnvironment } from './git-environment.ts';
import type { TemplateFault } from './sections/channels.ts';
import { locateConfiguration, type ConfigurationLocation } from './locate.ts';

export interface LoadOptions {
  /** Without Node and the script. */
  readonly argv: readonly string[];
  /** Default: the process's. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Default: the process's working directory. */
  readonly cwd?: string | undefined;
  /** The folder that holds hawkwatch's package.json. */
  readonly packageRoot: string;
  /** The migration tools there are. */
  readonly tools?: readonly string[] | undefined;
  /** Looks at templates of the file. */
  readonly templateFault?: TemplateFault | undefined;
  /** Hawkwatch's own alert rules. */
  readonly alertRules?: AlertRuleKnowledge | undefined;
}

export interface LoadedConfiguration extends ConfigurationLocation {
  readonly environment: Environment;
  /** What the program git gets of the process's environment. */
  readonly gitEnvironment: Readonly<Record<string, string>>;
  readonly configuration: Configuration;
  readonly hash: string;
  /** Reads the same file again, for `watchConfiguration`. */
  reload(): Promise<Configuration>;
}

interface Attempt<Value> {
  readonly value?: Value;
  readonly error?: ConfigurationError;
}

async function attempt<Value>(work: () => Promise<Value> | Value): Promise<Attempt<Value>> {
  try {
    return { value: await work() };
  } catch (error) {
    if (error instanceof ConfigurationError) return { error };
    throw error;
  }
}

const optional = (value: string | undefined): string | undefined =>
  value === undefined || value.trim() === '' ? undefined : value.trim();

/**
 * Everything that is configured. Faults of the environment and of the file are told together in
 * one `ConfigurationError`.
 */
export async function loadConfiguration(options: LoadOptions): Promise<LoadedConfiguration> {
  const {
    argv,
    packageRoot,
    tools,
    templateFault,
    alertRules,
    env = process.env,
    cwd = process.cwd(),
  } = options;
  const commandLine = parseArguments(argv);
  const environment = await attempt(() => parseEnvironment(env));
  // These two have no wrong form, so the file is found even when another variable is wrong.
  const location = await locateConfiguration({
    argument: commandLine.configPath,
    variable: optional(env['HAWKWATCH_CONFIG']),
    dataDirectory: optional(env['HAWKWATCH_DATA_DIR']),
    cwd,
    packageRoot,
  });
  const reload = (): Promise<Configuration> =>
    readConfiguration({ path: location.path, env, tools, templateFault, alertRules });
  const file = await attempt(reload);
  if (environment.value === undefined || file.value === undefined) {
    throw mergeConfigurationErrors(
      [environment.error, file.error].filter((error) => error !== undefined),
    );
  }
  return {
    ...location,
    environment: environment.value,
    gitEnvironment: gitEnvironment(env),
    configuration: file.value,
    hash: configurationHash(file.value),
    reload,
  };
}
