// The alerts that the filters leave: read page by page, and each that is loaded is told of at once when it
// changes. The list is read anew a little later, for what came or went.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';

import { usePages, type Pages } from '../../client/use-pages.ts';
import { useStream } from '../../client/use-stream.ts';
import { filterOf, isMoving } from './filter.ts';
import { newestRows, withTold } from './newest-rows.ts';
import { alertsLive, alertsPageQuery, type AlertRow } from './operations.ts';
import type { ChosenFilters } from './use-chosen.ts';

const keyOf = ({ id }: AlertRow): string => id;
const nothing: ReadonlyMap<string, AlertRow> = new Map();

/** The list, live. */
export function useAlerts({ chosen, filter, order }: ChosenFilters): Pages<AlertRow> {
  const pages = usePages(
    alertsPageQuery,
    { filter, order },
    {
      pageOf: (data) => data.alerts,
      keyOf,
      staleAfter: ['alert.'],
      moving: isMoving(chosen) ? () => ({ filter: filterOf(chosen, Date.now()) }) : undefined,
    },
  );
  const [told, setTold] = useState(nothing);
  // Many changes at once are one rendering.
  const waiting = useRef(nothing);
  const frame = useRef(0);
  const take = useCallback((row: AlertRow) => {
    waiting.current = withTold(waiting.current, row);
    frame.current ||= requestAnimationFrame(() => {
      frame.current = 0;
      setTold(waiting.current);
    });
  }, []);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);
  // Of alerts that leave the states that are shown, that is to be told, too.
  const { states: _states, suppressed: _suppressed, ...others } = filter;
  useStream(alertsLive, { filter: others }, { onData: (data) => take(data.alertsChanged.alert) });
  const rows = useMemo(() => newestRows(pages.rows, told), [pages.rows, told]);
  return { ...pages, rows };
}
