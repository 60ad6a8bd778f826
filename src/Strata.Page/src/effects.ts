/** Of the figures of what factors do, the one that is chosen. */
export class Effects {
  private readonly select = document.getElementById("effect") as HTMLSelectElement | null;

  constructor(changed: (name: string) => void) {
    this.select?.addEventListener("change", () => {
      this.show(this.select!.value);
      changed(this.select!.value);
    });
  }

  /** @param name Null, or one that is not there: the first. */
  show(name: string | null): void {
    if (!this.select) return;
    const place = Math.max(0, [...this.select.options].findIndex((option) => option.value === name));
    this.select.selectedIndex = place;
    document.querySelectorAll<HTMLElement>("#effects figure").forEach((figure, i) => { figure.hidden = i !== place; });
  }
}
