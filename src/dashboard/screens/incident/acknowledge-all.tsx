// Takes on everything of an incident that fires: also what is not among the alerts that are shown, and what
// began since they were read. What was refused is told.
import { useState } from 'react';

import type { Ask } from '../../client/ask.ts';
import { useConnection } from '../../client/connection-context.ts';
import { describeFailure } from '../../client/describe-failure.ts';
import { useAction } from '../../client/use-action.ts';
import type { IncidentPageStatesQuery } from '../../graphql/graphql.ts';
import { useToasts } from '../../parts/toasts.tsx';
import { useMay } from '../../shell/viewer.ts';
import { portions, tellOutcomes, type Outcome } from '../alerts/bulk.ts';
import { collectFiring, type StatesPage } from './collect-firing.ts';
import { acknowledgeIncident, incidentStatesQuery, type IncidentDetails } from './operations.ts';

/** What the API takes at a time. */
const mostAlerts = 200;

/** A page of its alerts; throws with why there is none. */
async function readPage(
  ask: Ask,
  id: string,
  after: string | null,
): Promise<StatesPage | undefined> {
  const { signal } = new AbortController();
  const { data, error } = await ask(incidentStatesQuery.toString(), { id, after }, signal);
  if (data === undefined) throw new Error(describeFailure(error));
  return (data as IncidentPageStatesQuery).incident?.alerts;
}

function useTakeAll(id: string) {
  const { ask } = useConnection();
  const toasts = useToasts();
  const { run } = useAction(acknowledgeIncident);
  const [isBusy, setBusy] = useState(false);
  const take = async (): Promise<void> => {
    setBusy(true);
    const outcomes: Outcome[] = [];
    try {
      const ids = await collectFiring((after) => readPage(ask, id, after));
      if (ids.length === 0) toasts.add({ tone: 'good', text: 'Nothing of it fires any more.' });
      for (const some of portions(ids, mostAlerts)) {
        const answer = (await run({ ids: [...some] }))?.acknowledgeAlerts;
        // Why was told.
        if (answer?.__typename !== 'AlertOutcomes') break;
        outcomes.push(...answer.outcomes);
      }
    } catch (error) {
      toasts.add({ tone: 'bad', text: error instanceof Error ? error.message : String(error) });
    } finally {
      setBusy(false);
    }
    if (outcomes.length > 0) toasts.add(tellOutcomes(outcomes, 'acknowledged'));
  };
  return { isBusy, take };
}

/** The button; nothing when nothing fires, as far as is known. */
export function AcknowledgeAll({ incident }: { readonly incident: IncidentDetails }) {
  const may = useMay('OPERATOR');
  const { isBusy, take } = useTakeAll(incident.id);
  const { edges, pageInfo } = incident.alerts;
  const firing = edges.filter(({ node }) => node.state === 'FIRING').length;
  if (!may || (firing === 0 && !(pageInfo.hasNextPage && incident.isOpen))) return null;
  return (
    <button className="primary" disabled={isBusy} onClick={() => void take()}>
      {pageInfo.hasNextPage
        ? 'Acknowledge all that fire'
        : firing === 1
          ? 'Acknowledge what fires'
          : `Acknowledge all ${firing} that fire`}
    </button>
  );
}
