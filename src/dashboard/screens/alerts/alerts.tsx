// To be written.
import { Screen } from '../../parts/panel.tsx';

export default function Alerts() {
  return <Screen title="Alerts">{null}</Screen>;
}
