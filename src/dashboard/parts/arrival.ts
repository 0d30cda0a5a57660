// Moves the focus to the heading when another screen is opened, as a page load would. The file of a screen, or what
// its heading says, may come later than its address: then the focus waits for it, unless one has moved on.
import { createContext } from 'react';

/** One's way from a screen to the next. */
export class Arrival {
  /** What had the focus when the way began; undefined when one has arrived. */
  #before: Element | null | undefined;

  /** Another address was opened. */
  begin(): void {
    this.#before = document.activeElement;
  }

  /** A heading is there; while the screen is loaded it is that of the screen before, which is hidden. */
  end(heading: HTMLElement | null | undefined): void {
    if (this.#before === undefined || heading == null) return;
    if (heading.getClientRects().length === 0) return;
    const { activeElement, body } = document;
    const hasMovedOn =
      activeElement !== null && activeElement !== body && activeElement !== this.#before;
    if (!hasMovedOn) heading.focus({ preventScroll: true });
    this.#before = undefined;
  }
}

export const ArrivalContext = createContext<Arrival | undefined>(undefined);
