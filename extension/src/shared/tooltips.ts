/** Tooltips that VS Code keeps: it asks for a row's once, and shows that until the row is drawn anew. Pure. */

/** Rows whose tooltips have to be asked for again, since what they say of time does not hold for ever. */
export class KeptTooltips {
  private fresh = new Set<string>();
  private old = new Set<string>();

  /** VS Code was given this row's. */
  given(id: string): void {
    this.fresh.add(id);
  }

  /** A time has passed. The rows to draw anew: not those of just now, which somebody may still read. */
  outdated(): string[] {
    const outdated = [...this.old];
    this.old = this.fresh;
    this.fresh = new Set();
    return outdated;
  }
}
