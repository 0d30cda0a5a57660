// Some of the subscribers stop reading. Their connections are filled first, so that the server has
// nowhere left to write to (the kernel alone takes megabytes); then is measured what the others
// get. When the slow ones read again, they must get all of it, once and in order.
import { residentKiB } from '../../processes.ts';
import type { SlowResult } from '../job.ts';
import { keepInFlight, measureRate, sleep, type Bench, type PhaseOf } from './phases.ts';
import { allArrived } from './stream.ts';

/** Events of one transaction. */
const batch = 16;

/** Watches the memory of a process; the result tells how far it grew. */
function watchMemory(pid: number): () => number {
  const before = residentKiB(pid);
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, residentKiB(pid));
  }, 50);
  return () => {
    clearInterval(timer);
    return Math.max(most, residentKiB(pid)) - before;
  };
}

export async function measureSlow(bench: Bench, phase: PhaseOf<'slow'>): Promise<SlowResult> {
  const { job, stream, filling } = bench;
  const { checker, publisher, subscribers } = stream;
  if (filling === undefined) throw new Error('there is nothing to fill connections with');
  const { measureMs } = phase;
  const slow = bench.sockets.slice(0, phase.sockets);
  const readers = subscribers.slice(phase.sockets);
  const before = await measureRate(bench, { warmUpMs: measureMs / 4, measureMs: measureMs / 2 });

  const grownKiB = watchMemory(job.target.pid);
  for (const socket of slow) socket.pause();
  checker.enough = readers.length;
  const first = publisher.published;
  for (let n = 0; n < phase.fillingEvents; n += batch) {
    filling.publisher.publish(Math.min(batch, phase.fillingEvents - n));
    publisher.publish(1);
    await allArrived(stream, readers);
  }
  const sample = () => ({ ms: performance.now(), delivered: checker.delivered });
  let [begun, ended] = [sample(), sample()];
  await keepInFlight(bench, async () => {
    begun = sample();
    await sleep(measureMs);
    ended = sample();
  });
  await allArrived(stream, readers);
  const memoryKiB = grownKiB();

  checker.enough = subscribers.length;
  const resumed = performance.now();
  for (const socket of slow) socket.resume();
  await allArrived(filling);
  await allArrived(stream);
  const perSecond = ((ended.delivered - begun.delivered) / (ended.ms - begun.ms)) * 1000;
  const behind =
    (publisher.published - first) * job.textLength + phase.fillingEvents * filling.form.textLength;
  return {
    ratio: perSecond / readers.length / (before.perSecond / subscribers.length),
    perSecond,
    grownMiB: memoryKiB / 1024,
    behindKiB: behind / 1024,
    caughtUpMs: performance.now() - resumed,
  };
}
