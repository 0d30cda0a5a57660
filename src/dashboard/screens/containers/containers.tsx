// All containers of the watched daemons, and what happened to them.
import { Screen } from '../../parts/panel.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { useUrlValue } from '../../parts/url-state.ts';
import { useWatchers } from '../../parts/use-watchers.ts';
import { WatcherTroubles } from '../../parts/watcher-troubles.tsx';
import { ContainerList } from './container-list.tsx';
import { EventList } from './event-list.tsx';

const tabs = [
  { key: 'list', title: 'Containers', href: '/containers' },
  { key: 'events', title: 'Restarts and events', href: '/containers?view=events' },
];

/** The screen of `/containers`. */
export default function Containers() {
  const [view] = useUrlValue('view');
  const { troubled } = useWatchers('containers');
  const shown = view === 'events' ? 'events' : 'list';
  return (
    <Screen title="Containers">
      <Tabs label="Containers and their events" tabs={tabs} shown={shown} />
      <WatcherTroubles watchers={troubled} />
      {shown === 'events' ? <EventList /> : <ContainerList />}
    </Screen>
  );
}
