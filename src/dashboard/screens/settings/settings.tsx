// Settings: what is watched, who is told, and who may do what. Each part has an address of its own and is
// loaded when it is opened; parts that one may not see are not offered.
import { lazy, Suspense, useContext } from 'react';
import { Link } from 'wouter';

import { Empty, Loading } from '../../parts/notes.tsx';
import { Panel, Screen } from '../../parts/panel.tsx';
import { wordsOf } from '../../parts/state.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { useMay, ViewerContext } from '../../shell/viewer.ts';
import styles from './settings.module.css';
import { settingsTabs } from './settings-tabs.ts';

const parts = settingsTabs.map((tab) => ({ ...tab, Component: lazy(tab.load) }));

/** The screen; without a part in the address it is the first one. */
export default function Settings({ tab = settingsTabs[0]?.key }: { tab?: string }) {
  const viewer = useContext(ViewerContext);
  const may = {
    VIEWER: useMay('VIEWER'),
    OPERATOR: useMay('OPERATOR'),
    ADMIN: useMay('ADMIN'),
  };
  const shown = parts.find(({ key }) => key === tab);
  const offered = parts.filter(({ role }) => may[role]);
  return (
    <Screen title="Settings" tabTitle={`${shown?.title ?? 'Nothing'} · Settings`}>
      {viewer === undefined ? (
        <Loading />
      ) : (
        <>
          <div className={styles.parts}>
            <Tabs
              label="Parts of the settings"
              tabs={offered.map(({ key, title }) => ({ key, title, href: `/settings/${key}` }))}
              shown={tab ?? ''}
            />
          </div>
          {shown === undefined ? (
            <Empty title="This address leads nowhere">
              Choose a part above, or begin with <Link href="/settings/channels">channels</Link>.
            </Empty>
          ) : may[shown.role] ? (
            <Suspense fallback={<Loading />}>
              <shown.Component />
            </Suspense>
          ) : (
            <Panel title={shown.title}>
              <Empty title={`This is for ${wordsOf(shown.role)}s`}>
                Your token “{viewer.name}” is {wordsOf(viewer.role)}. Sign in with another one, or
                ask an admin.
              </Empty>
            </Panel>
          )}
        </>
      )}
    </Screen>
  );
}
