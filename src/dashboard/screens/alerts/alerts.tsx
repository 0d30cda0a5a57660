// Alerts, and the incidents that they make up.
import { Screen } from '../../parts/panel.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { useUrlValue } from '../../parts/url-state.ts';
import { AlertList } from './alert-list.tsx';
import { IncidentList } from './incident-list.tsx';

const tabs = [
  { key: 'alerts', title: 'Alerts', href: '/alerts' },
  { key: 'incidents', title: 'Incidents', href: '/alerts?view=incidents' },
];

/** The screen of `/alerts`. */
export default function Alerts() {
  const [view] = useUrlValue('view');
  const shown = view === 'incidents' ? 'incidents' : 'alerts';
  return (
    <Screen title="Alerts" tabTitle={shown === 'incidents' ? 'Incidents' : 'Alerts'}>
      <Tabs label="Alerts and incidents" tabs={tabs} shown={shown} />
      {shown === 'incidents' ? <IncidentList /> : <AlertList />}
    </Screen>
  );
}
