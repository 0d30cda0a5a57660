// Which alerts of an incident fire, read to the end of its list. Pure but for the reading.
import type { IncidentPageStatesQuery } from '../../graphql/graphql.ts';

export type StatesPage = NonNullable<IncidentPageStatesQuery['incident']>['alerts'];

/** Their ids; `readPage` gives undefined when the incident is gone. */
export async function collectFiring(
  readPage: (after: string | null) => Promise<StatesPage | undefined>,
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let after: string | null | undefined = null; after !== undefined;) {
    const page: StatesPage | undefined = await readPage(after);
    for (const { node } of page?.edges ?? []) if (node.state === 'FIRING') ids.push(node.id);
    const { hasNextPage = false, endCursor } = page?.pageInfo ?? {};
    after = hasNextPage ? (endCursor ?? undefined) : undefined;
  }
  return ids;
}
