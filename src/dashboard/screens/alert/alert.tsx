// To be written.
import { Screen } from '../../parts/panel.tsx';

export default function Alert() {
  return <Screen title="Alert">{null}</Screen>;
}
