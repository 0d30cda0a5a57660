// Who is signed in, for screens that show only what one may do. The service decides in any case.
import { createContext, useContext } from 'react';

import type { ViewerQuery } from '../graphql/graphql.ts';

export const ViewerContext = createContext<ViewerQuery['viewer'] | undefined>(undefined);

const ranks = { VIEWER: 0, OPERATOR: 1, ADMIN: 2 } as const;

/** True when whoever is signed in has this role or a higher one; false until that is known. */
export function useMay(role: keyof typeof ranks): boolean {
  const viewer = useContext(ViewerContext);
  return viewer !== undefined && ranks[viewer.role] >= ranks[role];
}
