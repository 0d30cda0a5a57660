// A process that owns an embedded server, for tests that kill it. Prints one JSON line: how it
// went. SIGTERM stops the server and the process.
import { createSystemClock } from '../../../src/core/clock.ts';
import { coerceError } from '../../../src/core/errors.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import { readHost } from '../../../src/store/embedded/host.ts';
import { startEmbeddedPostgresOn } from '../../../src/store/embedded/start.ts';

const [stateDirectory = '', sharedDirectory = '', nativeDirectory] = process.argv.slice(2);

try {
  const server = await startEmbeddedPostgresOn(
    {
      ...readHost(),
      sharedDirectory,
      ...(nativeDirectory === undefined ? {} : { nativeDirectory }),
    },
    {
      stateDirectory,
      clock: createSystemClock(),
      random: createSystemRandom(),
      logger: silentLogger,
      settings: { fsync: 'off' },
    },
  );
  process.once('SIGTERM', () => {
    void server.stop().then(() => process.exit(0));
  });
  const { dataDirectory, adopted } = server;
  process.stdout.write(
    `${JSON.stringify({ dataDirectory, adopted, url: server.url('postgres') })}\n`,
  );
} catch (error) {
  const failure = coerceError(error);
  const code = 'code' in failure ? failure.code : undefined;
  process.stdout.write(`${JSON.stringify({ code, message: failure.message })}\n`);
  process.exitCode = 1;
}
