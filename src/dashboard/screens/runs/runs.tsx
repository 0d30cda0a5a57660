// To be written.
import { Screen } from '../../parts/panel.tsx';

export default function Runs() {
  return <Screen title="Runs">{null}</Screen>;
}
