// Tries to reach a database that is not watched yet, within a few seconds. What is found is data, also
// that nothing is there.
import type { Clock } from '../../core/clock.ts';
import type { Random } from '../../core/random.ts';
import { databaseDrivers } from '../../databases/registry.ts';
import { downBecause, type Engine, type TargetHealth } from '../../databases/target.ts';
import { describeFailure } from '../../databases/targets.ts';
import { within } from '../../databases/within.ts';

export interface ProbeOptions {
  readonly name: string;
  readonly engine: Engine;
  readonly url: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly timeoutMs: number;
}

/** The health of a database, from connections that are closed after it. */
export async function probeDatabase(options: ProbeOptions): Promise<TargetHealth> {
  const { name, engine, url, clock, random, timeoutMs } = options;
  const half = Math.ceil(timeoutMs / 2);
  let close: () => Promise<void> = () => Promise.resolve();
  try {
    const connection = databaseDrivers[engine].open({
      name,
      url,
      clock,
      random,
      connectTimeoutMs: half,
      statementTimeoutMs: half,
    });
    close = () => connection.close();
    const onGivenUp = (): void => undefined;
    return await within({ clock, timeoutMs, onGivenUp }, () => connection.health());
  } catch (error) {
    return downBecause(describeFailure(error));
  } finally {
    // Whether it ends well is nobody's business any more.
    void close().catch(() => undefined);
  }
}
