// How a container is, in one word and with a tone: its state, its health check and whether it ends again
// and again, of which the worst counts. Pure.
import type { ContainerVerdict } from '../../graphql/graphql.ts';
import type { Tone } from '../../parts/words.ts';

export interface Standing {
  readonly label: string;
  readonly tone: Tone;
}

export interface StandingFacts {
  readonly state: string;
  readonly health?: string | null;
  readonly crashLoopSince?: string | null;
  readonly exitCode?: number | null;
  readonly vanishedAt?: string | null;
}

const tones: Readonly<Record<string, Tone>> = {
  running: 'good',
  paused: 'warn',
  restarting: 'warn',
  created: 'quiet',
  dead: 'bad',
  removed: 'quiet',
};

/** How it is. */
export function standingOf(container: StandingFacts): Standing {
  const { state, health, crashLoopSince, exitCode, vanishedAt } = container;
  if (vanishedAt != null) return { label: 'gone', tone: 'quiet' };
  if (crashLoopSince != null) return { label: 'crash loop', tone: 'critical' };
  if (state === 'exited') {
    const isWell = exitCode == null || exitCode === 0;
    return { label: `ended${isWell ? '' : ` (${exitCode})`}`, tone: isWell ? 'quiet' : 'bad' };
  }
  if (state === 'running' && health === 'unhealthy') return { label: 'unhealthy', tone: 'bad' };
  if (state === 'running' && health === 'starting') return { label: 'starting', tone: 'busy' };
  if (state === 'running' && health === 'healthy') return { label: 'healthy', tone: 'good' };
  return { label: state, tone: tones[state] ?? 'quiet' };
}

const verdicts: Readonly<Record<ContainerVerdict, Standing>> = {
  PLANNED: { label: 'planned', tone: 'quiet' },
  COMPLETED: { label: 'completed', tone: 'good' },
  UNPLANNED: { label: 'unplanned', tone: 'bad' },
  OOM: { label: 'out of memory', tone: 'critical' },
  CRASH_LOOP: { label: 'crash loop', tone: 'critical' },
  DEPLOY: { label: 'deployment', tone: 'good' },
  HOST_MAINTENANCE: { label: 'host went down', tone: 'warn' },
};

/** What an end or a restart means. */
export function standingOfVerdict(verdict: ContainerVerdict): Standing {
  return verdicts[verdict];
}

/** The verdicts, with what people call them. */
export const verdictWords: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(verdicts).map(([verdict, { label }]) => [verdict, label]),
);

const actions: Readonly<Record<string, string>> = {
  create: 'made',
  start: 'started',
  restart: 'restarted',
  die: 'ended',
  stop: 'stopped',
  kill: 'was sent a signal',
  oom: 'ran out of memory',
  destroy: 'removed',
  pause: 'paused',
  unpause: 'resumed',
  rename: 'renamed',
};

/** What happened, as people say it; what Docker calls otherwise stays as it is. */
export function wordsOfAction(action: string): string {
  return actions[action] ?? action.replaceAll('_', ' ');
}
