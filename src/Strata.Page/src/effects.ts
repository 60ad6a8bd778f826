/** Of the figures of what factors do, the one that is chosen. */
export function chooseEffects(): void {
  const select = document.getElementById("effect") as HTMLSelectElement | null;
  if (!select) return;
  const figures = [...document.querySelectorAll<HTMLElement>("#effects figure")];
  const show = () => figures.forEach((figure, i) => { figure.hidden = i !== select.selectedIndex; });
  select.addEventListener("change", show);
  show();
}
