// To be written.
import { Screen } from '../../parts/panel.tsx';

export default function Databases() {
  return <Screen title="Databases">{null}</Screen>;
}
