// Everything that was sent or is to be sent, the newest first, with what came of it.
import { useMemo } from 'react';

import { useEvery } from '../../../client/use-every.ts';
import { usePages } from '../../../client/use-pages.ts';
import { DataTable } from '../../../parts/data-table.tsx';
import { Empty, Failure, Loading } from '../../../parts/notes.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { useUrlValue } from '../../../parts/url-state.ts';
import { useOpenHref } from '../open-href.ts';
import { deliveryColumns } from './columns.tsx';
import { DeliveryDialog } from './delivery-dialog.tsx';
import { DeliveryFilters, useDeliveryFilter } from './delivery-filters.tsx';
import { deliveriesQuery, type DeliveryRow } from './operations.ts';

const keyOf = ({ id }: DeliveryRow): string => id;

/** The part of the settings. */
export default function Deliveries() {
  const { filter, isNarrowed } = useDeliveryFilter();
  const [opened, setOpened] = useUrlValue('delivery');
  const hrefOf = useOpenHref('delivery');
  const columns = useMemo(() => deliveryColumns(hrefOf), [hrefOf]);
  const pages = usePages(
    deliveriesQuery,
    { filter },
    { pageOf: (data) => data.deliveries, keyOf, staleAfter: ['delivery.'] },
  );
  // What comes to wait, and what is sent now, is no event.
  useEvery(15_000, pages.refresh);
  const { rows, error, isLoading } = pages;
  return (
    <>
      {error === undefined ? null : <Failure error={error} onRetry={pages.refresh} />}
      <Panel title="Deliveries" isFlush>
        <DeliveryFilters />
        {isLoading && rows.length === 0 ? <Loading /> : null}
        {!isLoading && rows.length === 0 && error === undefined ? (
          isNarrowed ? (
            <Empty title="No delivery is like that">Choose less above.</Empty>
          ) : (
            <Empty title="Nothing was sent yet">
              When an alert fires, what its channels are told stands here. Send a test over a
              channel to try one.
            </Empty>
          )
        ) : null}
        {rows.length === 0 ? null : (
          <DataTable
            label="Deliveries, the newest first"
            rows={rows}
            columns={columns}
            keyOf={keyOf}
            hrefOf={({ id }) => hrefOf(id)}
            onEndNear={pages.loadMore}
          />
        )}
      </Panel>
      {opened === undefined ? null : (
        <DeliveryDialog
          key={opened}
          id={opened}
          onOpen={setOpened}
          onClose={() => setOpened(undefined)}
        />
      )}
    </>
  );
}
