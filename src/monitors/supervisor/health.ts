// How the monitors are as a whole, for whoever asks how hawkwatch is.
import { listMonitors, type MonitorState } from '../../store/monitors.ts';
import type { Store } from '../../store/store.ts';
import type { MonitorScope } from '../monitor.ts';

export interface MonitorsHealth {
  readonly state: 'OK' | 'DEGRADED';
  readonly reason: string | null;
}

const longestUnledMs = 15_000;
const troubled: readonly MonitorState[] = ['SILENT', 'FAILING', 'HUNG'];
const named = 3;

/** Never rejects: a store that is away is another part's matter. */
export async function describeMonitors(
  { q }: Pick<Store, 'q'>,
  unled: readonly { readonly scope: MonitorScope; readonly ms: number }[],
): Promise<MonitorsHealth> {
  const scopes = unled.filter(({ ms }) => ms > longestUnledMs).map(({ scope }) => scope);
  if (scopes.length > 0) {
    const reason = `nobody runs the monitors of the ${scopes.join(' and of the ')}`;
    return { state: 'DEGRADED', reason };
  }
  const rows = await listMonitors(q, { states: troubled }, { limit: named + 1 }).catch(() => []);
  if (rows.length === 0) return { state: 'OK', reason: null };
  const names = rows.map(({ kind, name, state }) => `${kind}/${name} is ${state.toLowerCase()}`);
  const shown = names.slice(0, named).join(', ');
  return { state: 'DEGRADED', reason: rows.length > named ? `${shown} and more` : shown };
}
