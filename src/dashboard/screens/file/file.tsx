// To be written.
import { Screen } from '../../parts/panel.tsx';

export default function File() {
  return <Screen title="File">{null}</Screen>;
}
