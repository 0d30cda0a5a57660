// To be written.
import { Screen } from '../../parts/panel.tsx';

export default function Containers() {
  return <Screen title="Containers">{null}</Screen>;
}
