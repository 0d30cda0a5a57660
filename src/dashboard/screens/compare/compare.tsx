// To be written.
import { Screen } from '../../parts/panel.tsx';

export default function Compare() {
  return <Screen title="Compare">{null}</Screen>;
}
