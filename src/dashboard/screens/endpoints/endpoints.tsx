// To be written.
import { Screen } from '../../parts/panel.tsx';

export default function Endpoints() {
  return <Screen title="Endpoints">{null}</Screen>;
}
