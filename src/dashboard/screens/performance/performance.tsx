// To be written.
import { Screen } from '../../parts/panel.tsx';

export default function Performance() {
  return <Screen title="Performance">{null}</Screen>;
}
