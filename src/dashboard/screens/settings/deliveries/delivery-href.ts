// Where a delivery is shown.

/** The list of deliveries with this one opened. */
export function deliveryHref(id: string): string {
  return `/settings/deliveries?delivery=${encodeURIComponent(id)}`;
}
