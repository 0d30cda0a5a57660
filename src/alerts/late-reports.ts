// Whether a report is late: it tells of an occurrence that was over before what is known began. Only signed
// intakes say so (a signed body can be sent again by whoever has seen it), and only times that the sender
// itself said are compared, so that clocks which differ lose nothing. Pure.
//
// - Of an open alert, a report (that it fires, or is over) is late when it says an earlier beginning.
// - Of one whose end was reported, or that somebody resolved, a report that it fires is late unless it says
//   a later beginning. After one that only expired it is not: its sender was away, and goes on.
import type { AlertRow } from '../store/alerts.ts';
import type { Observation } from './observation.ts';

/** In the metadata of an alert: the beginning that its sender said, ISO 8601. */
const reportedStart = 'reportedStart';

/** Metadata with the beginning that the sender said. */
export function withReportedStart(
  metadata: Readonly<Record<string, unknown>>,
  start: Date | undefined,
): Readonly<Record<string, unknown>> {
  const { [reportedStart]: _given, ...rest } = metadata;
  return start === undefined ? rest : { ...rest, [reportedStart]: start.toISOString() };
}

export function isLateReport(known: AlertRow | undefined, observed: Observation): boolean {
  const said = observed.reportedStart;
  const before = known?.metadata[reportedStart];
  if (known === undefined || said === undefined || typeof before !== 'string') return false;
  const knownMs = Date.parse(before);
  if (known.resolvedAt === null) return said.getTime() < knownMs;
  const wasEnded = known.resolution === 'RECOVERED' || known.resolution === 'MANUAL';
  return observed.holds && wasEnded && !known.condition && said.getTime() <= knownMs;
}
