// An entry of an alert's time line in words. Pure.
import { wordsOf, type Tone } from '../words.ts';

export interface EntryShape {
  readonly at: string;
  readonly kind: string;
  readonly actor?: string | null | undefined;
  readonly text?: string | null | undefined;
  readonly detail: unknown;
}

export interface DescribedEntry {
  readonly sign: string;
  readonly tone: Exclude<Tone, 'critical'>;
  readonly title: string;
  readonly text: string | undefined;
}

type Look = readonly [sign: string, tone: DescribedEntry['tone'], words: string];

/** What hawkwatch itself finds, and what it is when somebody does it. */
const looks: Readonly<Record<string, Look>> = {
  PENDING: ['◌', 'quiet', 'Its condition holds, but not for long enough yet'],
  DROPPED: ['–', 'quiet', 'Its condition ended before anybody was told'],
  FIRED: ['✕', 'bad', 'It fires'],
  RECOVERING: ['◌', 'busy', 'Its condition ended; it recovers'],
  REFIRED: ['✕', 'bad', 'Its condition came back'],
  RESOLVED: ['✓', 'good', 'It is over'],
  UPDATED: ['…', 'quiet', 'Something else is known of it'],
  ACKNOWLEDGED: ['✓', 'busy', 'Acknowledged'],
  UNACKNOWLEDGED: ['↩', 'warn', 'Given back'],
  ASSIGNED: ['→', 'busy', 'Assigned'],
  COMMENTED: ['“', 'busy', 'Comment'],
  FLAPPING: ['↯', 'warn', 'It comes and goes all the time'],
  STEADY: ['–', 'quiet', 'It does not come and go any more'],
  SUPPRESSED: ['–', 'quiet', 'Nobody is told of it'],
  UNSUPPRESSED: ['!', 'warn', 'It is told again'],
  ESCALATED: ['↑', 'warn', 'The next level was told'],
  CORRELATED: ['∞', 'quiet', 'Connected with what else happened'],
  REMEDIATED: ['⚙', 'busy', 'A remedy'],
};

function valueOf(detail: unknown, name: string): unknown {
  return typeof detail === 'object' && detail !== null ? Reflect.get(detail, name) : undefined;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function titleOf({ kind, actor, detail }: EntryShape, words: string): string {
  if (kind === 'ASSIGNED') {
    const to = valueOf(detail, 'to');
    const whom = typeof to === 'string' && to !== '' ? to : 'nobody in particular';
    return `${actor ?? 'hawkwatch'} assigned it to ${whom}`;
  }
  if (actor == null) return words;
  if (kind === 'RESOLVED') return `${actor} resolved it`;
  if (kind === 'ACKNOWLEDGED') return `${actor} acknowledged it`;
  if (kind === 'UNACKNOWLEDGED') return `${actor} gave it back`;
  if (kind === 'COMMENTED') return `${actor} commented`;
  if (kind === 'ESCALATED') return `${actor} told the next level`;
  return `${words} (${actor})`;
}

/** How it is shown. */
export function describeEntry(entry: EntryShape): DescribedEntry {
  const { kind, detail } = entry;
  const [sign, tone, words] = looks[kind] ?? ['·', 'quiet', capital(wordsOf(kind))];
  const said = entry.text == null || entry.text === '' ? undefined : entry.text;
  const severity = valueOf(detail, 'severity');
  const [from, to] = [valueOf(severity, 'from'), valueOf(severity, 'to')];
  const changed =
    typeof from === 'string' && typeof to === 'string'
      ? `Its severity is ${wordsOf(to)} now; it was ${wordsOf(from)}.`
      : undefined;
  const text = said ?? changed;
  return { sign, tone, title: titleOf(entry, words), text };
}
