// To be written.
import { Screen } from '../../parts/panel.tsx';

export default function Incident() {
  return <Screen title="Incident">{null}</Screen>;
}
