/** Which sessions the user was at last, so that one key leads back to the one before. Pure. */
export class Recent {
  private ids: string[] = [];

  /** The user is at this one now. */
  at(id: string | null): void {
    if (id !== null && this.ids[0] !== id) this.ids = [id, ...this.ids.filter((each) => each !== id)];
  }

  /** The one before, among those that are there. */
  before(here: string | null, ids: ReadonlySet<string>): string | undefined {
    return this.ids.find((id) => id !== here && ids.has(id));
  }
}
