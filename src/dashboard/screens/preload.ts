// The files of the screen that the address names are asked for while the page is still starting, not when
// the screen is first rendered.
import { screens } from './screens.ts';

/** True when a path has the form of a screen's: as many parts, and the same but where a name stands. */
function isAt(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const parts = path.split('/');
  return (
    wanted.length === parts.length &&
    wanted.every((part, index) => part.startsWith(':') || part === parts[index])
  );
}

/** Begins to load the screen at a path, if there is one. */
export function preloadScreen(path: string): void {
  // Whoever renders it asks again, and tells what went wrong.
  screens
    .find((screen) => isAt(screen.path, path))
    ?.load()
    .catch(() => undefined);
}
