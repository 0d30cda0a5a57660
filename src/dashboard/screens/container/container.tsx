// To be written.
import { Screen } from '../../parts/panel.tsx';

export default function Container() {
  return <Screen title="Container">{null}</Screen>;
}
