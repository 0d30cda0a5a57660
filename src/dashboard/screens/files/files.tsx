// To be written.
import { Screen } from '../../parts/panel.tsx';

export default function Files() {
  return <Screen title="Files">{null}</Screen>;
}
