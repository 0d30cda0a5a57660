// Whether this machine lets a Docker daemon run a container: exit code 0, or 1 with the reason. Some
// sandboxes do not, whatever is installed.
import { coerceError } from '../../src/core/errors.ts';
import { startDockerDaemon } from './docker-daemon.ts';
import { until } from './until.ts';

async function probe(): Promise<void> {
  const daemon = await startDockerDaemon();
  try {
    const id = await daemon.run({ command: ['true'] });
    await until('the container has ended', async () => !(await daemon.inspect(id)).State.Running);
  } finally {
    await daemon.close();
  }
}

await probe().catch((error: unknown) => {
  process.stderr.write(`${coerceError(error).message}\n`);
  process.exitCode = 1;
});
