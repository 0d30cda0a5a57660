// A process that runs the counting monitor as one replica of several, for tests that kill and freeze it.
// Prints a line for whatever happens. Arguments: the store's URL, its name, times in milliseconds, and the
// number in the middle of whose transaction it freezes by itself.
import { createSystemClock } from '../../../src/core/clock.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { createSystemRandom } from '../../../src/core/random.ts';
import { createMonitoredDatabases } from '../../../src/databases/monitored.ts';
import { createNeedsReader } from '../../../src/databases/needs/needs-reader.ts';
import { quietEventLoop } from '../../support/event-loop.ts';
import { startSupervisor } from '../../../src/monitors/supervisor.ts';
import { createStore } from '../../../src/store/store.ts';
import { counterOf } from './counter.ts';

const [address = '', name = '', idleMs = '6000', pollMs = '1000', freezeAt] = process.argv.slice(2);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const clock = createSystemClock();
const random = createSystemRandom();
const databases = createMonitoredDatabases({ clock, random });

startSupervisor({
  address,
  clock,
  random,
  databases,
  store: createStore({ address, clock, random, applicationName: `replica ${name}` }),
  needs: createNeedsReader({ clock }),
  eventLoop: quietEventLoop,
  samples: { record: () => undefined },
  logger: silentLogger,
  kinds: counterOf(name, random, say, (n) => {
    if (n === Number(freezeAt)) process.kill(process.pid, 'SIGSTOP');
  }),
  settings: {},
  host: name,
  replica: name,
  timings: { leadershipIdleMs: Number(idleMs), leadershipPollMs: Number(pollMs) },
});
say('ready');
