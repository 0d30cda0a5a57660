// To be written.
import { Screen } from '../../parts/panel.tsx';

export default function Settings() {
  return <Screen title="Settings">{null}</Screen>;
}
