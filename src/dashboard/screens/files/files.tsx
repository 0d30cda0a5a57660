// What changed about watched files, and which files are watched.
import { OpenAlerts } from '../../parts/open-alerts.tsx';
import { Screen } from '../../parts/panel.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { useUrlValue } from '../../parts/url-state.ts';
import { useWatchers } from '../../parts/use-watchers.ts';
import { WatcherTroubles } from '../../parts/watcher-troubles.tsx';
import { ChangeList } from './change-list.tsx';
import { FileList } from './file-list.tsx';

const tabs = [
  { key: 'changes', title: 'Changes', href: '/files' },
  { key: 'files', title: 'Watched files', href: '/files?view=files' },
];

/** The screen of `/files`. */
export default function Files() {
  const [view] = useUrlValue('view');
  const { all, troubled } = useWatchers('files');
  const shown = view === 'files' ? 'files' : 'changes';
  return (
    <Screen title="Files">
      <Tabs label="Changes and files" tabs={tabs} shown={shown} />
      <WatcherTroubles watchers={troubled} />
      <OpenAlerts matcher="subject~file-watch:*" />
      {shown === 'files' ? <FileList watchers={all} /> : <ChangeList watchers={all} />}
    </Screen>
  );
}
