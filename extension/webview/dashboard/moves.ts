/** Where the arrow keys lead among cards that stand in rows. Pure. */

export interface Place {
  left: number;
  top: number;
}

/** The card that a key leads to from the one at `at`; undefined: none, or the key is no such one. */
export function moved(key: string, at: number, places: readonly Place[]): number | undefined {
  const here = places[at];
  if (!here) return places.length ? 0 : undefined;
  const steps: Record<string, number | undefined> = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    Home: 0,
    End: places.length - 1,
    ArrowUp: beside(here, places, -1),
    ArrowDown: beside(here, places, 1),
  };
  const to = Object.hasOwn(steps, key) ? steps[key] : undefined;
  return to !== undefined && to >= 0 && to < places.length ? to : undefined;
}

/** In the next row above or below the one that stands nearest. */
function beside(here: Place, places: readonly Place[], step: 1 | -1): number | undefined {
  const beyond = places.map((place, at) => ({ place, at })).filter(({ place }) => (place.top - here.top) * step > 0);
  const tops = beyond.map(({ place }) => place.top);
  const row = step > 0 ? Math.min(...tops) : Math.max(...tops);
  const inRow = beyond.filter(({ place }) => place.top === row);
  inRow.sort((a, b) => Math.abs(a.place.left - here.left) - Math.abs(b.place.left - here.left));
  return inRow[0]?.at;
}
