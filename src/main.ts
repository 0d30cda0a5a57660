// The process: arguments, signals, exit code. The service's modules are loaded while the embedded
// PostgreSQL starts, those of a subcommand only when it is called for.
import { readFile } from 'node:fs/promises';
import { enableCompileCache } from 'node:module';
import path from 'node:path';

import { isSubcommand, parseArguments, usage } from './config/arguments.ts';
import { ConfigurationError } from './config/configuration-error.ts';
import { loadConfiguration } from './config/load.ts';
import { createSystemClock } from './core/clock.ts';
import { coerceError, ExpectedError } from './core/errors.ts';
import { migrationTools, recognisedTool } from './core/migrations.ts';
import { createSystemRandom } from './core/random.ts';
import { endInTime } from './end-in-time.ts';
import { ensureStateDirectory } from './installation/secret-files.ts';
import { createLogger } from './logger.ts';
import { startEmbeddedPostgres } from './store/embedded/start.ts';
import { templateFault } from './templates/template.ts';

const stopMs = 9300;
// Then it is killed, because something keeps even the exit waiting.
const killAfter = { mostMs: 9600, exitMs: 3000 };
const packageRoot = path.join(import.meta.dirname, '..');

async function readVersion(): Promise<string> {
  const text = await readFile(path.join(packageRoot, 'package.json'), 'utf8');
  const data: unknown = JSON.parse(text);
  if (typeof data === 'object' && data !== null && 'version' in data) return String(data.version);
  throw new Error('package.json names no version');
}

async function main(): Promise<void> {
  enableCompileCache();
  const argv = process.argv.slice(2);
  const version = await readVersion();
  const [first] = argv;
  if (first !== undefined && isSubcommand(first)) {
    const { runProcessCommand } = await import('./cli/run.ts');
    process.exitCode = await runProcessCommand(first, argv.slice(1), version);
    return;
  }
  const given = parseArguments(argv);
  if (given.help || given.version) {
    process.stdout.write(given.help ? `${usage}\n` : `${version}\n`);
    return;
  }
  const tools = [...migrationTools, recognisedTool];
  const { alertRuleKnowledge: alertRules } = await import('./alerts/rules/rule-knowledge.ts');
  const loaded = await loadConfiguration({
    argv,
    packageRoot,
    tools,
    templateFault,
    alertRules,
  });
  const pretty = process.stdout.isTTY;
  const logger = createLogger({ level: loaded.environment.logLevel, pretty });
  const { stateDirectory, quickstart } = loaded;
  logger.info(
    { configuration: loaded.path, stateDirectory, version },
    quickstart ? 'no hawkwatch.yaml here: the quickstart is loaded' : 'hawkwatch is starting',
  );

  const clock = createSystemClock();
  let stopping: Promise<void> | undefined;
  let stop: () => Promise<void> = () => Promise.resolve();
  const shutDown = (exitCode: number): void => {
    if (stopping !== undefined) return;
    // Whatever hangs: a stop takes less than ten seconds.
    const onlyExit = endInTime({ clock, ...killAfter });
    clock.setTimer(stopMs, () => {
      logger.error({}, 'it could not stop in time');
      process.exit(exitCode);
    });
    stopping = stop().finally(() => {
      onlyExit();
      process.exit(exitCode);
    });
  };
  const fatal = (reason: string): void => {
    logger.error({ reason }, 'hawkwatch cannot go on');
    shutDown(1);
  };
  // npm forwards the terminal's signal, so each may come twice: the second one changes nothing.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping === undefined) logger.info({ signal }, 'stopping');
      shutDown(0);
    });
  }
  process.on('unhandledRejection', (reason) => {
    logger.error({ err: coerceError(reason) }, 'unhandled rejection');
    fatal('an unexpected error');
  });

  try {
    // The embedded server makes it by itself, in a way that its own user can reach.
    if (loaded.environment.databaseUrl !== undefined) await ensureStateDirectory(stateDirectory);
    const modules = import('./app.ts');
    const embedded =
      loaded.environment.databaseUrl === undefined
        ? await startEmbeddedPostgres({
            stateDirectory,
            clock,
            random: createSystemRandom(),
            logger,
          })
        : undefined;
    embedded?.onExit(fatal);
    stop = async () => embedded?.stop();
    const { createApp } = await modules;
    const app = createApp({ loaded, logger, version, embedded, onFatal: fatal });
    stop = async () => {
      await app.stop();
      await embedded?.stop();
    };
    const { url, adminToken } = await app.start();
    logger.info({ url, graphql: `${url}/graphql` }, 'listening');
    if (pretty && adminToken !== undefined) {
      process.stdout.write(`\n  Open ${url}/#token=${adminToken}\n\n`);
    }
  } catch (error) {
    const failure = coerceError(error);
    if (failure instanceof ExpectedError) logger.error({ reason: failure.message }, 'cannot start');
    else logger.error({ err: failure }, 'cannot start');
    shutDown(1);
  }
}

main().catch((error: unknown) => {
  const failure = coerceError(error);
  const shown = failure instanceof ConfigurationError ? failure.message : (failure.stack ?? '');
  process.stderr.write(`${shown}\n`);
  process.exitCode = 1;
});
