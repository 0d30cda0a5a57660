// To be written.
import { Screen } from '../../parts/panel.tsx';

export default function Endpoint() {
  return <Screen title="Endpoint">{null}</Screen>;
}
