// The load client's process: takes one job after the other from the orchestrator. A wrong, missing,
// doubled or reordered event is the answer to its job, and ends the bench.
import { serveLoad } from '../../load.ts';
import { residentKiB } from '../../processes.ts';
import type { Job, JobResult, RateResult } from '../job.ts';
import { measureLatency, measureRate, type Bench } from './phases.ts';
import { openControl } from './publisher.ts';
import { measureSlow } from './slow-phase.ts';
import { awaitReadiness, createStream, type Stream } from './stream.ts';
import { createSubscribers, openCrowd, type Subscription } from './subscribers.ts';

/** Where hawkwatch's log ends now; peers have no log. */
async function findHead({ url, token }: Job['target']): Promise<string | undefined> {
  if (token === undefined) return undefined;
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: '{"query":"{ head }"}',
  });
  const { data } = (await response.json()) as { data: { head: string } };
  return data.head;
}

async function runPhases(bench: Bench): Promise<JobResult> {
  let rate: RateResult | undefined;
  let result: JobResult = {};
  for (const phase of bench.job.phases) {
    if (phase.kind === 'rate') {
      rate = await measureRate(bench, phase);
      result = { ...result, rate };
    } else if (phase.kind === 'latency') {
      const latency = await measureLatency(bench, phase, rate);
      if (latency !== undefined) result = { ...result, latency };
    } else {
      result = { ...result, slow: await measureSlow(bench, phase) };
    }
  }
  return result;
}

async function run(job: Job, onFailure: (error: unknown) => void): Promise<JobResult> {
  const { target, documents } = job;
  const control = await openControl(target.control);
  const after = await findHead(target);
  const replays = after !== undefined;
  const idleKiB = async (): Promise<number> => {
    await control.ask('gc');
    return residentKiB(target.pid);
  };
  const streamOf = (size: number, form: Stream['form'], documents: number): Stream => {
    const subscribers = createSubscribers(size, documents, replays);
    return createStream({ target, control, form, subscribers, documents, onFailure });
  };
  const stream = streamOf(
    job.subscribers,
    { kind: 'measured', textLength: job.textLength },
    documents,
  );
  const slow = job.phases.find((phase) => phase.kind === 'slow');
  const filling =
    slow && streamOf(slow.sockets, { kind: 'filled', textLength: slow.fillingText }, 1);
  const subscriptions = stream.subscribers.map((subscriber, i): readonly Subscription[] => {
    const filler = filling?.subscribers[i];
    const own: Subscription = [stream, subscriber];
    return filling === undefined || filler === undefined ? [own] : [own, [filling, filler]];
  });

  // Memory is measured beside a third that is connected already: what the first thousand make the
  // heap grow by is not theirs alone.
  const settled = job.memory ? Math.floor(subscriptions.length / 3) : 0;
  const crowd = { target, after, onFailure };
  const first = await openCrowd({ ...crowd, subscriptions: subscriptions.slice(0, settled) });
  const before = job.memory ? await idleKiB() : 0;
  const others = await openCrowd({ ...crowd, subscriptions: subscriptions.slice(settled) });
  const sockets = [...first, ...others];
  try {
    await awaitReadiness(stream, replays);
    const grown = job.memory ? (await idleKiB()) - before : 0;
    const memory = job.memory ? { connectionKiB: grown / others.length } : {};
    return { ...memory, ...(await runPhases({ job, control, sockets, stream, filling })) };
  } finally {
    for (const socket of sockets) socket.destroy();
    await stream.publisher.close();
    await filling?.publisher.close();
    control.close();
  }
}

serveLoad(run);
